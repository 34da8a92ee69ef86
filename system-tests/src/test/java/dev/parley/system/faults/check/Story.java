package dev.parley.system.faults.check;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.contract.Person;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.Role;
import dev.parley.contract.RoomKind;
import dev.parley.system.faults.history.Entry;
import dev.parley.system.faults.history.Findings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A history made by hand: one private room, which ann made and ben was added to, in a system that does everything right.
 * What a test spoils, it spoils in {@link #entries}, {@link #log}, {@link #reads}, {@link #members} and {@link #messages}.
 */
final class Story {
    static final UUID ROOM = UUID.fromString("00000000-0000-8000-8000-000000000001");
    static final String EPOCH = "e1";
    static final Person ANN = new Person("ann", "ann");
    static final Person BEN = new Person("ben", "ben");
    static final Person EVE = new Person("eve", "eve");
    static final int ANNS = 1;
    static final int BENS = 2;
    private static final Instant AT = Instant.parse("2026-11-22T18:00:00Z");

    final List<Entry> entries = new ArrayList<>();
    final List<Event> log = new ArrayList<>();
    final List<Findings.Read> reads = new ArrayList<>();
    final List<Findings.Member> members = new ArrayList<>();
    final List<Findings.Message> messages = new ArrayList<>();
    private long now;
    private int commands;

    /** Two people connected, the room made; both hear of everything from its first event on. */
    static Story begin() {
        Story story = new Story();
        story.opened(ANN, ANNS);
        story.opened(BEN, BENS);
        story.entries.add(new Entry.Sent(
                story.tick(),
                "ann",
                ANNS,
                new Command.CreateRoom("create", "room", RoomKind.PRIVATE, null, List.of("ben"))));
        story.log(ANN, "create", new Event.RoomCreated("room", RoomKind.PRIVATE, null));
        story.log(ANN, "create", new Event.MemberJoined(ANN, Role.OWNER));
        story.log(ANN, "create", new Event.MemberJoined(BEN, Role.MEMBER));
        story.answered(ANN, ANNS, Answer.Accepted.inRoom("create", ROOM, EPOCH, 3));
        story.subscribed(ANN, ANNS, 1);
        story.subscribed(BEN, BENS, 2);
        story.deliver(ANN, ANNS, 2);
        story.deliver(ANN, ANNS, 3);
        story.deliver(BEN, BENS, 3);
        story.members.add(new Findings.Member("ann", Role.OWNER, 2, 0));
        story.members.add(new Findings.Member("ben", Role.MEMBER, 3, 0));
        return story;
    }

    long tick() {
        return ++now;
    }

    long now() {
        return now;
    }

    void opened(Person person, int connection) {
        entries.add(new Entry.Opened(tick(), person.id(), connection, 0));
        entries.add(new Entry.ListensToMine(tick(), person.id(), connection));
    }

    void subscribed(Person person, int connection, long head) {
        entries.add(new Entry.Subscribed(tick(), person.id(), connection, ROOM, EPOCH, head, null));
    }

    void answered(Person person, int connection, Answer answer) {
        entries.add(new Entry.Answered(tick(), person.id(), connection, answer));
    }

    Event log(Person by, String command, Event.Change change) {
        Event event = new Event(log.size() + 1, AT, by, command, change);
        log.add(event);
        return event;
    }

    void deliver(Person person, int connection, long sequence) {
        entries.add(new Entry.Delivered(tick(), person.id(), connection, ROOM, EPOCH, log.get((int) sequence - 1)));
    }

    String sent(Person by, int connection) {
        String id = "c" + ++commands;
        entries.add(new Entry.Sent(tick(), by.id(), connection, new Command.Post(id, ROOM, "hello", null)));
        return id;
    }

    /** Sent, in the log, accepted, and delivered to both. */
    Event posted(Person by, int connection) {
        String id = sent(by, connection);
        Event event = taken(by, id);
        answered(by, connection, Answer.Accepted.inRoom(id, ROOM, EPOCH, event.sequence()));
        deliver(ANN, ANNS, event.sequence());
        deliver(BEN, BENS, event.sequence());
        return event;
    }

    /** In the log and among the messages. */
    Event taken(Person by, String id) {
        Event event = log(by, id, new Event.MessagePosted("hello", null, List.of(), false));
        messages.add(new Findings.Message(event.sequence(), by.id(), "hello", null, null, false, Map.of()));
        return event;
    }

    /** Ann bans ben; both hear of it. */
    Event banned() {
        String id = "ban" + ++commands;
        entries.add(new Entry.Sent(tick(), "ann", ANNS, new Command.Ban(id, ROOM, "ben", null)));
        Event event = log(ANN, id, new Event.MemberBanned(BEN, null));
        answered(ANN, ANNS, Answer.Accepted.inRoom(id, ROOM, EPOCH, event.sequence()));
        deliver(ANN, ANNS, event.sequence());
        deliver(BEN, BENS, event.sequence());
        members.removeIf(member -> member.id().equals("ben"));
        return event;
    }

    static Answer refused(String id) {
        return Answer.Rejected.of(id, RejectionCode.CONFLICT, "no");
    }

    Findings findings() {
        Findings.Log truth =
                new Findings.Log(ROOM, EPOCH, log.isEmpty() ? 0 : log.getLast().sequence(), log);
        Findings.Projection projection =
                new Findings.Projection(ROOM, "room", RoomKind.PRIVATE, null, truth.head(), members, messages);
        return new Findings(Map.of(ROOM, truth), reads, List.of(projection));
    }

    void read(Person person, int status) {
        reads.add(new Findings.Read(
                person.id(), ROOM, status, status == 200 ? log.size() : 0, status == 200 ? log : List.of()));
    }

    Verdict check() {
        return Checker.check(entries, findings());
    }
}
