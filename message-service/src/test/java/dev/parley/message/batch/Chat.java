package dev.parley.message.batch;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.contract.Limits;
import dev.parley.contract.Person;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.Role;
import dev.parley.contract.RoomIds;
import dev.parley.contract.RoomKind;
import dev.parley.contract.Topics;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.codec.Decoded;
import dev.parley.message.publishing.Publication;
import dev.parley.message.publishing.Publications;
import dev.parley.message.sequencing.Decision;
import dev.parley.message.sequencing.Needs.RoomUser;
import dev.parley.message.sequencing.Sequencer;
import dev.parley.message.sequencing.Submission;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/** The whole plain core over tables in memory: commands go in, records come out. */
public final class Chat implements Watch {
    public static final Instant NOW = Instant.parse("2026-11-22T18:00:00.123Z");
    public static final String PARTITION = "log/0";

    public final MemoryStore store = new MemoryStore();
    public final Codec codec = new Codec(Limits.DEFAULT);
    public final List<Publication> published = new ArrayList<>();
    public final List<Duration> pauses = new ArrayList<>();
    public final List<String> waits = new ArrayList<>();
    public final List<Submission> putAside = new ArrayList<>();
    public final List<Decision> decisions = new ArrayList<>();
    public final Deque<RuntimeException> publishFailures = new ArrayDeque<>();

    private final BatchRunner runner;
    private int epochs;
    private int commands;
    private long offset;

    public Chat() {
        Sequencer sequencer =
                new Sequencer(codec, Clock.fixed(NOW.plusNanos(456), ZoneOffset.UTC), () -> "epoch" + ++epochs);
        runner = new BatchRunner(store, sequencer, new Publications(codec), this::publish, pauses::add, this);
    }

    private void publish(List<Publication> records) {
        RuntimeException failure = publishFailures.poll();
        if (failure != null) {
            throw failure;
        }
        published.addAll(records);
    }

    /** A fresh command id. */
    public String id() {
        return "c" + ++commands;
    }

    /** Takes the next place of the command log. */
    public Submission submission(String user, Command command) {
        return submission(user, command, offset++);
    }

    public Submission submission(String user, Command command, long offset) {
        return new Submission(
                new Submission.Position(PARTITION, offset),
                command,
                new Person(user, name(user)),
                new Submission.Origin("gateway-1", "sending-1", NOW));
    }

    public static String name(String user) {
        return user.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + user.substring(1);
    }

    public void run(Submission... batch) {
        runner.run(List.of(batch));
    }

    public void run(List<Submission> batch) {
        runner.run(batch);
    }

    /** Runs a batch of one; what it published. */
    public List<Publication> send(String user, Command command) {
        int before = published.size();
        run(submission(user, command));
        return List.copyOf(published.subList(before, published.size()));
    }

    public void signIn(String... users) {
        for (String user : users) {
            send(user, new Command.SignIn(id()));
        }
    }

    /** The events that a command wrote; fails if it wrote none. */
    public List<Event> events(String user, Command command) {
        List<Event> events = send(user, command).stream()
                .filter(record -> record.topic().equals(Topics.EVENTS))
                .map(this::event)
                .toList();
        if (events.isEmpty()) {
            throw new AssertionError(command.type() + " wrote no event: " + answer(published.getLast()));
        }
        return events;
    }

    public Event.Change change(String user, Command command) {
        return events(user, command).getLast().change();
    }

    /** The answer in the reply that a command got; fails if it got none. */
    public Answer reply(String user, Command command) {
        return send(user, command).stream()
                .filter(record -> record.topic().equals(Topics.REPLIES))
                .map(this::answer)
                .findFirst()
                .orElseThrow(() -> new AssertionError(command.type() + " got no reply"));
    }

    public RejectionCode refusal(String user, Command command) {
        if (reply(user, command) instanceof Answer.Rejected rejected) {
            return rejected.code();
        }
        throw new AssertionError(command.type() + " was accepted");
    }

    public Event event(Publication record) {
        if (codec.event(record.value()) instanceof Decoded.Value<Event> value) {
            return value.value();
        }
        throw new AssertionError("not an event");
    }

    public Answer answer(Publication record) {
        if (codec.answer(record.value()) instanceof Decoded.Value<Answer> value) {
            return value.value();
        }
        throw new AssertionError("not an answer");
    }

    /** A room whose owner is olga, moderator mara and member mike, with stan a stranger who is known. */
    public UUID room(RoomKind kind) {
        signIn("olga", "mara", "mike", "stan");
        UUID room = create("olga", kind, "mara", "mike");
        events("olga", new Command.SetRole(id(), room, "mara", Role.MODERATOR));
        return room;
    }

    public UUID create(String owner, RoomKind kind, String... members) {
        String id = id();
        events(owner, new Command.CreateRoom(id, "Kitchen", kind, null, Arrays.asList(members)));
        return RoomIds.created(owner, id);
    }

    public UUID direct(String opener, String... others) {
        signIn(opener);
        signIn(others);
        List<String> all = new ArrayList<>(List.of(others));
        all.add(opener);
        events(opener, new Command.OpenDirect(id(), List.of(others)));
        return RoomIds.direct(all);
    }

    /** The sequence of a new message. */
    public long post(String user, UUID room, String text) {
        return events(user, new Command.Post(id(), room, text, null)).getLast().sequence();
    }

    public long head(UUID room) {
        return store.room(room).sequence();
    }

    public boolean isMember(UUID room, String user) {
        return store.members.containsKey(new RoomUser(room, user));
    }

    @Override
    public void waiting(Dependency dependency, Throwable cause) {
        waits.add(dependency.label());
    }

    @Override
    public void working(Dependency dependency) {}

    @Override
    public void committed(Decision decision) {
        decisions.add(decision);
    }

    @Override
    public void putAside(Submission submission, Throwable cause) {
        putAside.add(submission);
    }
}
