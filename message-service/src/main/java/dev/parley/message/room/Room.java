package dev.parley.message.room;

import dev.parley.contract.Event;
import dev.parley.contract.Person;
import dev.parley.contract.Role;
import dev.parley.contract.RoomKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One room while a batch is decided: the head of its log and whatever the batch's commands ask about.
 *
 * <p>Every change goes through {@link #write}: the event takes the next sequence, and the state becomes what a reader of
 * the log would make of it. Not thread-safe; whoever holds the room's row lock holds this.
 */
public final class Room {
    private final UUID id;
    private final RoomKind kind;
    private final String epoch;
    private final boolean fresh;
    private final long storedSequence;
    private String name;
    private @Nullable String topic;
    private int members;
    private int owners;

    private final Map<String, Standing> standings = new HashMap<>();
    private final Map<Long, Message> messages = new HashMap<>();
    private final List<Event> written = new ArrayList<>();
    private final List<Event> redacted = new ArrayList<>();

    private Room(UUID id, RoomKind kind, String epoch, String name, long storedSequence, boolean fresh) {
        this.id = id;
        this.kind = kind;
        this.epoch = epoch;
        this.name = name;
        this.storedSequence = storedSequence;
        this.fresh = fresh;
    }

    /** A room that does not exist before its {@code room.created} is written. */
    public static Room fresh(UUID id, RoomKind kind, String epoch) {
        return new Room(id, kind, epoch, "", 0, true);
    }

    /**
     * @param sequence the head of its log
     * @param members how many there are, owners included
     */
    public static Room stored(
            UUID id,
            RoomKind kind,
            String name,
            @Nullable String topic,
            String epoch,
            long sequence,
            int members,
            int owners) {
        Room room = new Room(id, kind, epoch, name, sequence, false);
        room.topic = topic;
        room.members = members;
        room.owners = owners;
        return room;
    }

    public void storedStanding(String user, Standing standing) {
        standings.put(user, standing);
    }

    public void storedMessage(Message message) {
        messages.put(message.sequence(), message);
    }

    public UUID id() {
        return id;
    }

    public RoomKind kind() {
        return kind;
    }

    public String epoch() {
        return epoch;
    }

    public String name() {
        return name;
    }

    public @Nullable String topic() {
        return topic;
    }

    public int members() {
        return members;
    }

    public int owners() {
        return owners;
    }

    /** Whether the store has no row for it yet. */
    public boolean fresh() {
        return fresh;
    }

    /** Sequence of the last event. */
    public long sequence() {
        return storedSequence + written.size();
    }

    /** What was written in this batch, dense and in order, the first behind the stored head. */
    public List<Event> written() {
        return written;
    }

    /** Events of the store's log whose text has to go. */
    public List<Event> redacted() {
        return redacted;
    }

    public Map<String, Standing> standings() {
        return standings;
    }

    public Collection<Message> messages() {
        return messages.values();
    }

    public Optional<Message> message(long sequence) {
        return Optional.ofNullable(messages.get(sequence));
    }

    /**
     * How the user stands here.
     *
     * @throws IllegalStateException if it was not loaded: nobody may be taken for a stranger by mistake
     */
    public Standing standing(String user) {
        Standing standing = standings.get(user);
        if (standing != null) {
            return standing;
        }
        if (!fresh) {
            throw new IllegalStateException("a standing was not loaded");
        }
        Standing none = Standing.none();
        standings.put(user, none);
        return none;
    }

    /** Whether the user may know that the room exists. */
    boolean visibleTo(String user) {
        Standing standing = standing(user);
        return !standing.isBanned() && (kind.open() || standing.isMember());
    }

    /** Whether the room would be left to members none of whom is an owner. */
    boolean isLastOwner(Standing standing) {
        return standing.isOwner() && owners == 1;
    }

    /** Writes the change as the next event of the log and applies it. */
    public Event write(Person by, Instant at, String command, Event.Change change) {
        Event event = new Event(sequence() + 1, at, by, command, change);
        written.add(event);
        apply(event);
        return event;
    }

    /** @return the read pointer as it then stands */
    public long advance(String user, long sequence) {
        return standing(user).read(sequence);
    }

    private void apply(Event event) {
        switch (event.change()) {
            case Event.RoomCreated created -> {
                name = created.name();
                topic = created.topic();
            }
            case Event.RoomUpdated updated -> update(updated);
            case Event.MemberJoined joined -> join(joined, event.sequence());
            case Event.MemberLeft left -> leave(left.user());
            case Event.MemberRemoved removed -> leave(removed.user());
            case Event.MemberRoleChanged changed -> changeRole(changed);
            case Event.MemberBanned banned -> {
                leave(banned.user());
                standing(banned.user().id()).banned(banned.reason());
            }
            case Event.MemberUnbanned unbanned -> standing(unbanned.user().id()).unbanned();
            case Event.MessagePosted posted -> post(event, posted);
            case Event.MessageEdited edited ->
                required(edited.message()).edit(edited.text(), edited.mentions(), event.sequence(), event.at());
            case Event.MessageDeleted deleted -> delete(required(deleted.message()), event.at());
            case Event.ReactionAdded added ->
                required(added.message()).mark(mark(added.emoji(), event), event.sequence());
            case Event.ReactionRemoved removed -> required(removed.message()).unmark(mark(removed.emoji(), event));
        }
    }

    private void update(Event.RoomUpdated updated) {
        String newName = updated.name();
        if (newName != null) {
            name = newName;
        }
        String newTopic = updated.topic();
        if (newTopic != null) {
            topic = newTopic;
        }
    }

    private void join(Event.MemberJoined joined, long sequence) {
        standing(joined.user().id()).join(joined.role(), sequence);
        members++;
        owners += joined.role() == Role.OWNER ? 1 : 0;
    }

    private void leave(Person user) {
        Standing standing = standing(user.id());
        members -= standing.isMember() ? 1 : 0;
        owners -= standing.isOwner() ? 1 : 0;
        standing.leave();
    }

    private void changeRole(Event.MemberRoleChanged changed) {
        Standing standing = standing(changed.user().id());
        owners -= standing.isOwner() ? 1 : 0;
        standing.changeRole(changed.role());
        owners += standing.isOwner() ? 1 : 0;
    }

    private void post(Event event, Event.MessagePosted posted) {
        String author = event.by().id();
        messages.put(event.sequence(), Message.posted(event.sequence(), author, event.at(), posted));
        standing(author).read(event.sequence());
    }

    /** What is deleted can be read nowhere: its text goes from the message, from the log and from what is yet to be published. */
    private void delete(Message message, Instant at) {
        message.delete(at);
        written.replaceAll(event -> holdsTextOf(event, message) ? withoutText(event) : event);
        message.storedTexts().forEach(event -> redacted.add(withoutText(event)));
    }

    private static boolean holdsTextOf(Event event, Message message) {
        return switch (event.change()) {
            case Event.MessagePosted _ -> event.sequence() == message.sequence();
            case Event.MessageEdited edited -> edited.message() == message.sequence();
            case Event.RoomCreated _,
                    Event.RoomUpdated _,
                    Event.MembershipChange _,
                    Event.MemberUnbanned _,
                    Event.MessageDeleted _,
                    Event.ReactionAdded _,
                    Event.ReactionRemoved _ -> false;
        };
    }

    private static Event withoutText(Event event) {
        Event.Change change = event.change();
        if (change instanceof Event.MessagePosted posted) {
            change = new Event.MessagePosted("", posted.replyTo(), List.of(), true);
        } else if (change instanceof Event.MessageEdited edited) {
            change = new Event.MessageEdited(edited.message(), "", List.of(), true);
        }
        return new Event(event.sequence(), event.at(), event.by(), event.command(), change);
    }

    private static Message.Mark mark(String emoji, Event event) {
        return new Message.Mark(emoji, event.by().id());
    }

    private Message required(long message) {
        return message(message)
                .orElseThrow(() -> new IllegalStateException("an event about a message that is not there"));
    }
}
