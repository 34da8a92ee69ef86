package dev.parley.message.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.contract.Event;
import dev.parley.contract.Limits;
import dev.parley.contract.Person;
import dev.parley.contract.RoomKind;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.codec.Decoded;
import dev.parley.message.room.Message;
import dev.parley.message.room.Message.Mark;
import dev.parley.message.room.People;
import dev.parley.message.room.Room;
import dev.parley.message.room.Standing;
import dev.parley.message.sequencing.AcceptedCommand;
import dev.parley.message.sequencing.CommandKey;
import dev.parley.message.sequencing.Decision;
import dev.parley.message.sequencing.Known;
import dev.parley.message.sequencing.LoggedEvent;
import dev.parley.message.sequencing.Needs;
import dev.parley.message.sequencing.Needs.RoomMessage;
import dev.parley.message.sequencing.Needs.RoomUser;
import dev.parley.message.sequencing.Store;
import dev.parley.message.sequencing.StoreFailure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tables in memory that read and write exactly what the real ones would, and fail when told to. */
public final class MemoryStore implements Store {
    public record RoomRow(
            RoomKind kind, String name, @Nullable String topic, String epoch, long sequence, int members, int owners) {}

    public record MessageRow(
            String author,
            String text,
            List<String> mentions,
            @Nullable Long replyTo,
            @Nullable Long edited,
            boolean deleted) {}

    public final Map<UUID, RoomRow> rooms = new TreeMap<>();
    public final Map<RoomUser, Standing.Membership> members = new HashMap<>();
    public final Map<RoomUser, Standing.Ban> bans = new HashMap<>();
    public final Map<RoomMessage, MessageRow> messages = new HashMap<>();
    public final Map<RoomMessage, Set<Mark>> marks = new HashMap<>();
    public final Map<UUID, TreeMap<Long, LoggedEvent>> log = new TreeMap<>();
    public final Map<CommandKey, AcceptedCommand> accepted = new HashMap<>();
    public final Map<String, Long> progress = new HashMap<>();
    public final Map<String, Person> people = new HashMap<>();

    public final Deque<RuntimeException> failuresBefore = new ArrayDeque<>();
    public final Deque<RuntimeException> failuresAfter = new ArrayDeque<>();
    public @Nullable String unstorableText;
    public int transactions;

    private final Codec codec = new Codec(Limits.DEFAULT);

    public RoomRow room(UUID id) {
        return Objects.requireNonNull(rooms.get(id));
    }

    public MessageRow message(RoomMessage key) {
        return Objects.requireNonNull(messages.get(key));
    }

    public Standing.Membership member(RoomUser key) {
        return Objects.requireNonNull(members.get(key));
    }

    public TreeMap<Long, LoggedEvent> log(UUID room) {
        return Objects.requireNonNull(log.get(room));
    }

    public LoggedEvent logged(UUID room, long sequence) {
        return Objects.requireNonNull(log(room).get(sequence));
    }

    @Override
    public Decision transact(Needs needs, Function<Known, Decision> decide) {
        transactions++;
        throwNext(failuresBefore);
        Decision decision = decide.apply(known(needs));
        if (decision.events().stream().anyMatch(event -> isUnstorable(event.event()))) {
            throw new StoreFailure(StoreFailure.Kind.OFFENCE, new IllegalStateException("text too long for its index"));
        }
        write(decision);
        throwNext(failuresAfter);
        return decision;
    }

    private static void throwNext(Deque<RuntimeException> failures) {
        RuntimeException failure = failures.poll();
        if (failure != null) {
            throw failure;
        }
    }

    private boolean isUnstorable(Event event) {
        return event.change() instanceof Event.MessagePosted posted
                && posted.text().equals(unstorableText);
    }

    /** What the tables have of what is needed. */
    public Known known(Needs needs) {
        Known known = new Known();
        needs.partitions().forEach(partition -> {
            Long next = progress.get(partition);
            if (next != null) {
                known.addProgress(partition, next);
            }
        });
        needs.rooms().forEach(id -> {
            RoomRow row = rooms.get(id);
            if (row != null) {
                known.addRoom(Room.stored(
                        id, row.kind, row.name, row.topic, row.epoch, row.sequence, row.members, row.owners));
            }
        });
        needs.commands().stream().map(accepted::get).filter(Objects::nonNull).forEach(known::addAccepted);
        List.copyOf(known.accepted()).forEach(command -> events(command).forEach(known::addLogged));
        readPeople(needs, known.people());
        needs.standings(known.people()).forEach(who -> {
            Room room = known.room(who.room());
            if (room != null) {
                room.storedStanding(who.user(), new Standing(members.get(who), bans.get(who)));
            }
        });
        readMessages(needs, known);
        return known;
    }

    private void readPeople(Needs needs, People known) {
        Set<String> names = needs.names();
        people.values().stream()
                .filter(person -> needs.people().contains(person.id()) || names.contains(People.folded(person.name())))
                .forEach(known::add);
        needs.senders().forEach(known::add);
    }

    private void readMessages(Needs needs, Known known) {
        for (RoomMessage key : needs.messages()) {
            Room room = known.room(key.room());
            MessageRow row = messages.get(key);
            if (room == null || row == null) {
                continue;
            }
            Message message = Message.stored(key.sequence(), row.author, row.deleted);
            if (needs.texts().contains(key)) {
                texts(key).forEach(message::storedText);
            }
            Set<Mark> there = marks.getOrDefault(key, Set.of());
            needs.marks().stream()
                    .filter(asked -> asked.message().equals(key) && there.contains(asked.mark()))
                    .forEach(asked -> message.storedMark(asked.mark()));
            Map<String, Integer> reactors = new HashMap<>();
            there.forEach(mark -> reactors.merge(mark.emoji(), 1, Integer::sum));
            reactors.forEach((emoji, count) -> message.storedReactors(emoji, Math.min(count, needs.reactorsCap())));
            room.storedMessage(message);
        }
    }

    private List<LoggedEvent> events(AcceptedCommand command) {
        Long first = command.first();
        return first == null
                ? List.of()
                : List.copyOf(log(command.room())
                        .subMap(first, true, command.sequence(), true)
                        .values());
    }

    private List<Event> texts(RoomMessage key) {
        List<Event> texts = new ArrayList<>();
        for (LoggedEvent logged : log(key.room()).values()) {
            Event event = event(logged);
            if (event.change() instanceof Event.MessagePosted && event.sequence() == key.sequence()
                    || event.change() instanceof Event.MessageEdited edited && edited.message() == key.sequence()) {
                texts.add(event);
            }
        }
        return texts;
    }

    public Event event(LoggedEvent logged) {
        if (codec.event(logged.body().getBytes(UTF_8)) instanceof Decoded.Value<Event> value) {
            return value.value();
        }
        throw new AssertionError("the log holds what is no event: " + logged.body());
    }

    /** Commits a decision. */
    public void write(Decision decision) {
        decision.progress().forEach((partition, next) -> progress.merge(partition, next, Math::max));
        decision.senders().forEach(person -> people.put(person.id(), person));
        for (Decision.NewEvent event : decision.events()) {
            LoggedEvent before = log.computeIfAbsent(event.logged().room(), _ -> new TreeMap<>())
                    .put(event.logged().sequence(), event.logged());
            if (before != null) {
                throw new AssertionError("a sequence was given twice");
            }
        }
        for (Decision.Redaction redaction : decision.redactions()) {
            log(redaction.room())
                    .computeIfPresent(
                            redaction.sequence(),
                            (_, old) -> new LoggedEvent(
                                    old.room(),
                                    old.epoch(),
                                    old.sequence(),
                                    old.type(),
                                    old.affected(),
                                    redaction.body()));
        }
        decision.accepted().forEach(command -> {
            if (accepted.put(command.key(), command) != null) {
                throw new AssertionError("a command was accepted twice");
            }
        });
        decision.rooms().forEach(this::write);
    }

    private void write(Room room) {
        rooms.put(
                room.id(),
                new RoomRow(
                        room.kind(),
                        room.name(),
                        room.topic(),
                        room.epoch(),
                        room.sequence(),
                        room.members(),
                        room.owners()));
        room.standings().forEach((user, standing) -> {
            RoomUser key = new RoomUser(room.id(), user);
            if (standing.membershipChanged()) {
                put(members, key, standing.membership());
            }
            if (standing.banChanged()) {
                put(bans, key, standing.ban());
            }
        });
        room.messages().forEach(message -> write(new RoomMessage(room.id(), message.sequence()), message));
    }

    private void write(RoomMessage key, Message message) {
        Message.Content content = message.content();
        if (message.fresh()) {
            Objects.requireNonNull(content);
            Long edited = content.sequence() == key.sequence() ? null : content.sequence();
            messages.put(
                    key,
                    new MessageRow(
                            message.author(),
                            content.text(),
                            content.mentions(),
                            message.replyTo(),
                            edited,
                            message.deletedAt() != null));
        } else if (message.changed()) {
            MessageRow old = message(key);
            messages.put(
                    key,
                    new MessageRow(
                            old.author,
                            content == null ? "" : content.text(),
                            content == null ? List.of() : content.mentions(),
                            old.replyTo,
                            content == null ? old.edited : Long.valueOf(content.sequence()),
                            old.deleted || message.deletedAt() != null));
        }
        Set<Mark> there = marks.computeIfAbsent(key, _ -> new HashSet<>());
        there.removeAll(message.removedMarks());
        there.addAll(message.addedMarks().keySet());
    }

    private static <K, V> void put(Map<K, V> table, K key, @Nullable V value) {
        if (value == null) {
            table.remove(key);
        } else {
            table.put(key, value);
        }
    }
}
