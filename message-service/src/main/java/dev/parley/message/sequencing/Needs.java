package dev.parley.message.sequencing;

import dev.parley.contract.Command;
import dev.parley.contract.Person;
import dev.parley.message.room.Mentions;
import dev.parley.message.room.Message.Mark;
import dev.parley.message.room.People;
import dev.parley.message.room.RoomRules;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** What has to be known before a batch of commands can be decided. Never more than grows with the batch itself. */
public final class Needs {
    public record RoomUser(UUID room, String user) {}

    public record RoomMessage(UUID room, long sequence) {}

    public record MessageMark(RoomMessage message, Mark mark) {}

    private record RoomName(UUID room, String name) {}

    private final Set<String> partitions = new TreeSet<>();
    private final Set<UUID> rooms = new TreeSet<>();
    private final Set<CommandKey> commands = new HashSet<>();
    private final Map<String, Person> senders = new LinkedHashMap<>();
    private final Set<String> people = new HashSet<>();
    private final Set<RoomName> mentions = new HashSet<>();
    private final Set<RoomUser> standings = new HashSet<>();
    private final Set<RoomMessage> messages = new HashSet<>();
    private final Set<RoomMessage> texts = new HashSet<>();
    private final Set<MessageMark> marks = new HashSet<>();
    private int reactions;

    private Needs() {}

    public static Needs of(Collection<Submission> batch) {
        Needs needs = new Needs();
        batch.forEach(needs::add);
        return needs;
    }

    /** Partitions of the command log that the batch comes from. */
    public Set<String> partitions() {
        return partitions;
    }

    /** In ascending order: the order in which everybody locks them. */
    public Set<UUID> rooms() {
        return rooms;
    }

    public Set<CommandKey> commands() {
        return commands;
    }

    /** Who sent the batch, each with the name last used. */
    public Collection<Person> senders() {
        return senders.values();
    }

    /** Ids of the people to be known besides the senders. */
    public Set<String> people() {
        return people;
    }

    /** Names, folded, of the people who may be mentioned. */
    public Set<String> names() {
        Set<String> names = new HashSet<>();
        mentions.forEach(mention -> names.add(mention.name()));
        return names;
    }

    /** Who stands how in which room, now that it is known who bears the names. */
    public Set<RoomUser> standings(People known) {
        Set<RoomUser> all = new HashSet<>(standings);
        for (RoomName mention : mentions) {
            known.named(mention.name()).forEach(person -> all.add(new RoomUser(mention.room(), person.id())));
        }
        return all;
    }

    public Set<RoomMessage> messages() {
        return messages;
    }

    /** Messages whose text may have to go from the log. */
    public Set<RoomMessage> texts() {
        return texts;
    }

    /** Reactions of which to know whether they are there; of their messages, all the emoji. */
    public Set<MessageMark> marks() {
        return marks;
    }

    /** A count of reactors need not go beyond this: the batch cannot bring more than that to nothing. */
    public int reactorsCap() {
        return reactions + 1;
    }

    private void add(Submission submission) {
        String sender = submission.by().id();
        partitions.add(submission.position().partition());
        senders.put(sender, submission.by());
        switch (submission.command()) {
            case Command.SignIn _ -> {
                return;
            }
            case Command.CreateRoom create -> {
                rooms.add(RoomRules.roomOf(create, sender));
                people.addAll(create.members());
            }
            case Command.OpenDirect open -> {
                rooms.add(RoomRules.roomOf(open, sender));
                people.addAll(open.users());
            }
            case Command.InRoom inRoom -> {
                rooms.add(inRoom.room());
                standings.add(new RoomUser(inRoom.room(), sender));
                addInRoom(inRoom, sender);
            }
        }
        commands.add(submission.key());
    }

    private void addInRoom(Command.InRoom command, String sender) {
        UUID room = command.room();
        switch (command) {
            case Command.AddMember add -> addUser(room, add.user());
            case Command.RemoveMember remove -> addUser(room, remove.user());
            case Command.SetRole set -> addUser(room, set.user());
            case Command.Ban ban -> addUser(room, ban.user());
            case Command.Unban unban -> addUser(room, unban.user());
            case Command.Post post -> {
                addMentions(room, post.text());
                Long replyTo = post.replyTo();
                if (replyTo != null) {
                    messages.add(new RoomMessage(room, replyTo));
                }
            }
            case Command.Edit edit -> {
                addMentions(room, edit.text());
                messages.add(new RoomMessage(room, edit.sequence()));
            }
            case Command.Delete delete -> {
                messages.add(new RoomMessage(room, delete.sequence()));
                texts.add(new RoomMessage(room, delete.sequence()));
            }
            case Command.React react -> addMark(room, react.sequence(), new Mark(react.emoji(), sender));
            case Command.Unreact unreact -> addMark(room, unreact.sequence(), new Mark(unreact.emoji(), sender));
            case Command.Join _, Command.Leave _, Command.UpdateRoom _, Command.Read _ -> {}
        }
    }

    private void addUser(UUID room, String user) {
        people.add(user);
        standings.add(new RoomUser(room, user));
    }

    private void addMentions(UUID room, String text) {
        Mentions.names(text).forEach(name -> mentions.add(new RoomName(room, name)));
    }

    private void addMark(UUID room, long sequence, Mark mark) {
        RoomMessage message = new RoomMessage(room, sequence);
        messages.add(message);
        marks.add(new MessageMark(message, mark));
        reactions++;
    }
}
