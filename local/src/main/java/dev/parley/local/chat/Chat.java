package dev.parley.local.chat;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.contract.RoomKind;
import dev.parley.local.LocalFailure;
import dev.parley.local.infrastructure.Tokens;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One person in one room: what others say is printed, every line of the input is posted, the end of the input leaves. */
public final class Chat implements ChatSession.Reader {
    private static final int LATEST_MESSAGES = 20;
    private static final int ATTEMPTS = 30;
    private static final int ANSWER_SECONDS = 60;
    private static final int LAST_EVENT_MILLISECONDS = 3000;

    private final ChatSettings settings;
    private final PrintWriter out;
    private final AtomicLong seen = new AtomicLong();
    /** Advances with every event, for who waits to see one. */
    private final Phaser events = new Phaser(1);

    public Chat(ChatSettings settings, PrintWriter out) {
        this.settings = settings;
        this.out = out;
    }

    /** Returns at the end of the input. */
    public void run(BufferedReader input) throws IOException {
        var tokens = new Tokens(settings.issuer());
        var history = new History(settings.history(), () -> tokens.of(settings.user(), settings.password()));
        try (var session =
                new ChatSession(settings.gateways(), () -> tokens.of(settings.user(), settings.password()), this)) {
            var found = history.room(settings.room());
            session.start();
            var room = found.isEmpty() ? create(session) : found.get().room();
            if (found.isPresent() && !found.get().member()) {
                accepted(session, new Command.Join(ChatSession.newId(), room));
            }
            session.listen(room, printLatest(history, room));
            postLines(session, room, input);
        }
    }

    private UUID create(ChatSession session) {
        var command = new Command.CreateRoom(ChatSession.newId(), settings.room(), RoomKind.PUBLIC, null, List.of());
        var room = accepted(session, command).room();
        if (room == null) {
            throw new LocalFailure("the gateway made a room and did not say which");
        }
        return room;
    }

    /** The sequence after which live events go on. */
    private long printLatest(History history, UUID room) {
        var last = 0L;
        for (var message : history.latest(room, LATEST_MESSAGES)) {
            print(Transcript.message(message.sequence(), message.name(), message.text(), message.deleted()));
            last = message.sequence();
        }
        return last;
    }

    private void postLines(ChatSession session, UUID room, BufferedReader input) throws IOException {
        var last = 0L;
        for (var line = input.readLine(); line != null; line = input.readLine()) {
            if (line.isBlank()) {
                continue;
            }
            switch (answer(session, new Command.Post(ChatSession.newId(), room, line, null))) {
                case Answer.Accepted accepted -> {
                    var sequence = accepted.sequence();
                    last = sequence == null ? last : sequence;
                }
                case Answer.Rejected rejected -> notice("rejected: " + rejected.message());
            }
        }
        awaitEvent(last);
    }

    /** The acknowledgement may come before the event; who pipes lines in wants to see them before we leave. */
    private void awaitEvent(long sequence) {
        var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LAST_EVENT_MILLISECONDS);
        try {
            for (var phase = events.getPhase(); seen.get() < sequence; phase = events.getPhase()) {
                if (seen.get() < sequence) {
                    events.awaitAdvanceInterruptibly(phase, end - System.nanoTime(), TimeUnit.NANOSECONDS);
                }
            }
        } catch (TimeoutException notSeen) {
            notice("left before the last message came back");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Answer.Accepted accepted(ChatSession session, Command command) {
        return switch (answer(session, command)) {
            case Answer.Accepted accepted -> accepted;
            case Answer.Rejected rejected ->
                throw new LocalFailure(command.type() + " was rejected: " + rejected.message());
        };
    }

    /** Sends again what was refused only for the moment; the id is the same, so it takes effect once. */
    private static Answer answer(ChatSession session, Command command) {
        var answer = once(session, command);
        for (int attempt = 1; attempt < ATTEMPTS && passes(answer) instanceof Duration pause; attempt++) {
            sleep(pause);
            answer = once(session, command);
        }
        return answer;
    }

    /** When to try again; null if that would not help. */
    private static @Nullable Duration passes(Answer answer) {
        if (!(answer instanceof Answer.Rejected rejected)) {
            return null;
        }
        return switch (rejected.code()) {
            case RATE_LIMITED, UNAVAILABLE -> {
                var seconds = rejected.retryAfterSeconds();
                yield Duration.ofSeconds(seconds == null ? 1 : seconds);
            }
            case INVALID, FORBIDDEN, NOT_FOUND, CONFLICT, TOO_LARGE -> null;
        };
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("interrupted", e);
        }
    }

    private static Answer once(ChatSession session, Command command) {
        try {
            return session.submit(command).get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new LocalFailure("no answer to " + command.type() + " in " + ANSWER_SECONDS + " s", e);
        } catch (ExecutionException | CompletionException e) {
            throw e.getCause() instanceof LocalFailure failure
                    ? failure
                    : new LocalFailure(command.type() + " failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("interrupted", e);
        }
    }

    @Override
    public void event(Event event) {
        Transcript.line(event).ifPresent(this::print);
        seen.set(event.sequence());
        events.arrive();
    }

    @Override
    public void notice(String line) {
        print("- " + line);
    }

    private synchronized void print(String line) {
        out.println(line);
        out.flush();
    }
}
