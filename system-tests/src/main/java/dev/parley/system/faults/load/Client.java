package dev.parley.system.faults.load;

import dev.parley.contract.Answer;
import dev.parley.contract.CloseCode;
import dev.parley.contract.Command;
import dev.parley.contract.Cursor;
import dev.parley.contract.Event;
import dev.parley.contract.Person;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.codec.Decoded;
import dev.parley.contract.frame.ClientFrame;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.local.LocalFailure;
import dev.parley.system.faults.history.Entry;
import dev.parley.system.faults.history.Recorder;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One person with one connection at a time, who behaves as the protocol asks: resumes from what was seen, sends what was not
 * answered again with the same id, comes back with full jitter. {@link #tick} drives everything that time brings.
 */
public final class Client implements Link.Owner {
    private static final Duration UNANSWERED = Duration.ofSeconds(8);
    private static final Duration REFUSED = Duration.ofMillis(500);
    private static final Duration SILENT = Duration.ofSeconds(10);
    private static final Duration ASK_AFTER_SILENCE = Duration.ofSeconds(4);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);
    private static final Duration RENEW = Duration.ofSeconds(150);

    /** Hears what the client learns; called under the client's lock. */
    public interface Observer {
        void accepted(Client client, Command command, Answer.Accepted answer);

        void refused(Client client, Command command, Answer.Rejected answer);

        void delivered(Client client, UUID room, Event event);
    }

    private final String name;
    private final Doors doors;
    private final Recorder recorder;
    private final Random random;
    private final Observer observer;
    private final boolean renews;
    private final Map<String, Outstanding> outstanding = new LinkedHashMap<>();
    private final Map<UUID, Cursor> cursors = new HashMap<>();
    /** Rooms asked for on this connection whose {@code subscribed} has not come. */
    private final Map<UUID, ClientFrame.Listening> asked = new HashMap<>();

    private @Nullable Link link;
    private @Nullable Person person;
    private boolean welcomed;
    private boolean listensToMine;
    private boolean stopped;
    private long heardAtNanos;
    private long askedAtNanos;
    private long renewAtNanos;
    private long comeBackAtNanos;
    private int attempts;
    private int frames;

    /** @param random the client's own, so that its choices follow from the seed alone */
    public Client(String name, Doors doors, Recorder recorder, Random random, Observer observer) {
        this.name = name;
        this.doors = doors;
        this.recorder = recorder;
        this.random = random;
        this.observer = observer;
        this.renews = random.nextBoolean();
        this.comeBackAtNanos = System.nanoTime();
    }

    public String name() {
        return name;
    }

    /** Null until the first welcome. */
    public synchronized @Nullable Person person() {
        return person;
    }

    public synchronized boolean connected() {
        return welcomed && listensToMine && asked.isEmpty();
    }

    public synchronized int unanswered() {
        return outstanding.size();
    }

    /** The room's last event that was seen, or 0. */
    public synchronized long seen(UUID room) {
        Cursor cursor = cursors.get(room);
        return cursor == null ? 0 : cursor.sequence();
    }

    /** Sends the command, now or when there is a connection, until it is answered. */
    public synchronized void submit(Command command) {
        Outstanding entry = new Outstanding(command);
        outstanding.put(command.id(), entry);
        send(entry);
    }

    /** Listens to an open room as a guest. */
    public synchronized void listen(UUID room) {
        Link open = link;
        if (open != null && welcomed && !cursors.containsKey(room)) {
            subscribe(open, List.of(new ClientFrame.Listening(room, null, null)));
        }
    }

    /** Loses the connection at once, as when the network changes. */
    public void drop() {
        Link open;
        synchronized (this) {
            open = link;
        }
        if (open != null) {
            open.abort();
        }
    }

    public void stop() {
        synchronized (this) {
            stopped = true;
        }
        drop();
    }

    /** Called a few times a second. */
    public void tick() {
        Link silent = null;
        synchronized (this) {
            long now = System.nanoTime();
            Link open = link;
            if (stopped) {
                return;
            }
            if (open == null) {
                if (now - comeBackAtNanos >= 0) {
                    connect(now);
                }
            } else if (now - heardAtNanos > SILENT.toNanos()) {
                silent = open;
            } else if (welcomed) {
                keepAlive(open, now);
                outstanding.values().stream()
                        .filter(entry -> now - entry.sendAgainAtNanos >= 0)
                        .forEach(this::send);
            }
        }
        if (silent != null) {
            silent.abort();
        }
    }

    private void keepAlive(Link open, long now) {
        if (now - heardAtNanos > ASK_AFTER_SILENCE.toNanos() && now - askedAtNanos > ASK_AFTER_SILENCE.toNanos()) {
            askedAtNanos = now;
            open.send(new ClientFrame.Ping());
        }
        if (renews && now - renewAtNanos >= 0) {
            renewAtNanos = now + RENEW.toNanos();
            Thread.ofVirtual().start(() -> renew(open));
        }
    }

    private void renew(Link open) {
        try {
            open.send(new ClientFrame.Authenticate(
                    "token-" + nextFrame(), doors.tokens().fresh(name)));
        } catch (LocalFailure away) {
            // Then the connection ends with its token, and the next one has a fresh one.
        }
    }

    private synchronized int nextFrame() {
        return ++frames;
    }

    private void connect(long now) {
        Link opened = doors.link(this, random);
        link = opened;
        welcomed = false;
        listensToMine = false;
        asked.clear();
        heardAtNanos = now;
        askedAtNanos = now;
        renewAtNanos = now + RENEW.toNanos();
        Thread.ofVirtual().start(() -> doors.open(opened, name));
    }

    @Override
    public synchronized void ended(Link ended, int code) {
        if (welcomed) {
            recorder.add(new Entry.Ended(System.nanoTime(), id(), ended.number(), code));
        }
        if (code >= 1000 && code != Link.BROKEN && !CloseCode.comeBack(code)) {
            garbled(ended, "closed for good with " + code);
        }
        welcomed = false;
        listensToMine = false;
        link = null;
        long pause = Math.min(LONGEST_PAUSE.toNanos(), FIRST_PAUSE.toNanos() << Math.min(attempts, 6));
        attempts++;
        comeBackAtNanos = System.nanoTime() + (long) (random.nextDouble() * pause);
    }

    @Override
    public synchronized void received(Link source, Decoded<ServerFrame> decoded) {
        if (source != link) {
            return;
        }
        heardAtNanos = System.nanoTime();
        switch (decoded) {
            case Decoded.Refusal<ServerFrame> refusal -> garbled(source, refusal.message());
            case Decoded.Value<ServerFrame>(ServerFrame frame) -> received(source, frame);
        }
    }

    private void received(Link source, ServerFrame frame) {
        long now = heardAtNanos;
        switch (frame) {
            case ServerFrame.Welcome welcome -> welcomed(source, welcome);
            case ServerFrame.Answered(Answer answer) -> answered(source, answer);
            case ServerFrame.Subscribed subscribed -> {
                UUID room = subscribed.room();
                ClientFrame.Listening wish = asked.remove(room);
                Long after = wish == null ? null : wish.after();
                recorder.add(new Entry.Subscribed(
                        now, id(), source.number(), room, subscribed.epoch(), subscribed.sequence(), after));
                long cursor = after == null ? subscribed.sequence() : after;
                cursors.put(room, new Cursor(room, subscribed.epoch(), cursor));
            }
            case ServerFrame.CaughtUp caughtUp ->
                recorder.add(new Entry.CaughtUp(now, id(), source.number(), caughtUp.room(), caughtUp.sequence()));
            case ServerFrame.Reset reset -> {
                recorder.add(
                        new Entry.Reset(now, id(), source.number(), reset.room(), reset.epoch(), reset.sequence()));
                cursors.put(reset.room(), new Cursor(reset.room(), reset.epoch(), reset.sequence()));
            }
            case ServerFrame.Events events -> events.events().forEach(event -> delivered(source, events, event));
            case ServerFrame.Ping _ -> source.send(new ClientFrame.Pong());
            case ServerFrame.Failure failure -> garbled(source, failure.message());
            case ServerFrame.Pong _, ServerFrame.Signalled _ -> {}
        }
    }

    private void welcomed(Link source, ServerFrame.Welcome welcome) {
        person = welcome.user();
        welcomed = true;
        attempts = 0;
        recorder.add(new Entry.Opened(heardAtNanos, id(), source.number(), source.gateway()));
        if (!cursors.isEmpty()) {
            subscribe(
                    source,
                    cursors.values().stream()
                            .map(cursor -> new ClientFrame.Listening(cursor.room(), cursor.epoch(), cursor.sequence()))
                            .toList());
        }
        source.send(new ClientFrame.SubscribeMine("mine-" + ++frames));
        outstanding.values().forEach(this::send);
    }

    private void subscribe(Link open, List<ClientFrame.Listening> rooms) {
        rooms.forEach(room -> asked.put(room.room(), room));
        open.send(new ClientFrame.Subscribe("listen-" + ++frames, rooms));
    }

    private void delivered(Link source, ServerFrame.Events frame, Event event) {
        UUID room = frame.room();
        recorder.add(new Entry.Delivered(heardAtNanos, id(), source.number(), room, frame.epoch(), event));
        if (event.change() instanceof Event.MembershipChange change
                && !change.listens()
                && change.user().id().equals(id())) {
            cursors.remove(room);
        } else {
            cursors.computeIfPresent(
                    room,
                    (_, cursor) -> new Cursor(room, frame.epoch(), Math.max(cursor.sequence(), event.sequence())));
        }
        observer.delivered(this, room, event);
    }

    private void answered(Link source, Answer answer) {
        Outstanding entry = outstanding.get(answer.id());
        if (answer.id().startsWith("mine-")
                || answer.id().startsWith("listen-")
                || answer.id().startsWith("token-")) {
            answeredListening(source, answer);
            return;
        }
        recorder.add(new Entry.Answered(heardAtNanos, id(), source.number(), answer));
        if (entry == null) {
            return;
        }
        switch (answer) {
            case Answer.Accepted accepted -> {
                outstanding.remove(answer.id());
                observer.accepted(this, entry.command, accepted);
            }
            case Answer.Rejected rejected -> {
                if (rejected.code() == RejectionCode.UNAVAILABLE || rejected.code() == RejectionCode.RATE_LIMITED) {
                    entry.refusals++;
                    entry.sendAgainAtNanos = heardAtNanos + jittered(REFUSED.multipliedBy(Math.min(entry.refusals, 6)));
                } else {
                    outstanding.remove(answer.id());
                    observer.refused(this, entry.command, rejected);
                }
            }
        }
    }

    private void answeredListening(Link source, Answer answer) {
        switch (answer) {
            case Answer.Accepted accepted
            when accepted.id().startsWith("mine-") -> {
                listensToMine = true;
                recorder.add(new Entry.ListensToMine(heardAtNanos, id(), source.number()));
            }
            case Answer.Accepted _ -> {}
            case Answer.Rejected rejected -> {
                UUID room = rejected.room();
                if (rejected.code() == RejectionCode.UNAVAILABLE) {
                    // The gateway cannot say now; another connection, somewhere, later.
                    Thread.ofVirtual().start(source::abort);
                } else if (room != null) {
                    asked.remove(room);
                    cursors.remove(room);
                } else {
                    garbled(source, rejected.id() + " was refused: " + rejected.message());
                }
            }
        }
    }

    private void send(Outstanding entry) {
        long now = System.nanoTime();
        Link open = link;
        if (open == null || !welcomed) {
            entry.sendAgainAtNanos = now;
            return;
        }
        entry.sendAgainAtNanos = now + UNANSWERED.toNanos() + jittered(REFUSED);
        recorder.add(new Entry.Sent(now, id(), open.number(), entry.command));
        open.send(new ClientFrame.Submit(entry.command));
    }

    private long jittered(Duration longest) {
        return (long) (random.nextDouble() * longest.toNanos());
    }

    private void garbled(Link source, String reason) {
        recorder.add(new Entry.Garbled(System.nanoTime(), id(), source.number(), reason));
    }

    private String id() {
        Person known = person;
        return known == null ? name : known.id();
    }
}
