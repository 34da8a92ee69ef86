package dev.parley.message.room;

import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.contract.Limits;
import dev.parley.contract.Person;
import dev.parley.contract.RoomKind;
import java.util.List;
import java.util.Optional;

/** Saying something, and what is done to what was said. */
final class MessageRules {
    private MessageRules() {}

    static Ruling post(Command.Post command, Room room, Standing me, People people) {
        if (room.kind() == RoomKind.ANNOUNCEMENT && !me.moderates()) {
            return Ruling.forbidden("only owners and moderators post announcements");
        }
        Long replyTo = command.replyTo();
        if (replyTo != null && room.message(replyTo).isEmpty()) {
            return noMessage();
        }
        List<String> mentions = mentions(command.text(), room, people);
        return Ruling.write(room, new Event.MessagePosted(command.text(), replyTo, mentions, false));
    }

    static Ruling edit(Command.Edit command, Room room, Person by, People people) {
        Optional<Message> message = room.message(command.sequence());
        if (message.isEmpty()) {
            return noMessage();
        }
        if (!message.get().author().equals(by.id())) {
            return Ruling.forbidden("only its author edits a message");
        }
        if (message.get().isDeleted()) {
            return deleted();
        }
        List<String> mentions = mentions(command.text(), room, people);
        return Ruling.write(room, new Event.MessageEdited(command.sequence(), command.text(), mentions, false));
    }

    static Ruling delete(Command.Delete command, Room room, Standing me, Person by) {
        Optional<Message> message = room.message(command.sequence());
        if (message.isEmpty()) {
            return noMessage();
        }
        if (!message.get().author().equals(by.id()) && !me.moderates()) {
            return Ruling.forbidden("only its author, an owner or a moderator deletes a message");
        }
        if (message.get().isDeleted()) {
            return deleted();
        }
        return Ruling.write(room, new Event.MessageDeleted(command.sequence()));
    }

    static Ruling react(Command.React command, Room room, Person by) {
        Optional<Message> found = room.message(command.sequence());
        if (found.isEmpty()) {
            return noMessage();
        }
        Message message = found.get();
        if (message.isDeleted()) {
            return deleted();
        }
        if (message.hasMark(new Message.Mark(command.emoji(), by.id()))) {
            return Ruling.conflict("you reacted with this emoji already");
        }
        if (!message.hasEmoji(command.emoji()) && message.emojiCount() >= Limits.MESSAGE_EMOJI) {
            return Ruling.conflict("a message carries at most " + Limits.MESSAGE_EMOJI + " different emoji");
        }
        return Ruling.write(room, new Event.ReactionAdded(command.sequence(), command.emoji()));
    }

    static Ruling unreact(Command.Unreact command, Room room, Person by) {
        Optional<Message> message = room.message(command.sequence());
        if (message.isEmpty()) {
            return noMessage();
        }
        if (!message.get().hasMark(new Message.Mark(command.emoji(), by.id()))) {
            return Ruling.conflict("you did not react with this emoji");
        }
        return Ruling.write(room, new Event.ReactionRemoved(command.sequence(), command.emoji()));
    }

    static Ruling read(Command.Read command, Room room) {
        if (command.sequence() > room.sequence()) {
            return Ruling.invalid("'sequence' is beyond the room's last event");
        }
        return new Ruling.Advance(room, command.sequence());
    }

    private static List<String> mentions(String text, Room room, People people) {
        return Mentions.resolve(text, people, user -> room.standing(user).isMember());
    }

    private static Ruling noMessage() {
        return Ruling.notFound("there is no such message in this room");
    }

    private static Ruling deleted() {
        return Ruling.conflict("the message is deleted");
    }
}
