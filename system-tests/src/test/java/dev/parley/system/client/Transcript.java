package dev.parley.system.client;

import dev.parley.contract.Answer;
import dev.parley.contract.Event;
import dev.parley.contract.frame.ServerFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one connection received, in order. Threads that wait on it are woken by each frame and by the close.
 *
 * <p>While it records, it checks what holds for every connection at all times: events of a room come dense and in order
 * after what {@code subscribed} or {@code reset} announced. A violation fails the test at its end, whatever the test was
 * about.
 */
public final class Transcript {
    private static final int SHOWN_FRAMES = 12;
    private static final int SHOWN_CHARACTERS = 300;

    private final List<Received> received = new ArrayList<>();
    private final Map<UUID, List<Event>> events = new HashMap<>();
    private final Map<String, List<Answer>> answers = new HashMap<>();
    private final OrderWatch order = new OrderWatch();
    private @Nullable Integer closeCode;
    private @Nullable Throwable failure;

    /** A frame, as it was read and as it came. */
    public record Received(ServerFrame frame, String json) {}

    synchronized void add(Received one) {
        received.add(one);
        order.look(one.frame());
        if (one.frame() instanceof ServerFrame.Events batch) {
            events.computeIfAbsent(batch.room(), _ -> new ArrayList<>()).addAll(batch.events());
        }
        if (one.frame() instanceof ServerFrame.Answered(Answer answer)) {
            answers.computeIfAbsent(answer.id(), _ -> new ArrayList<>()).add(answer);
        }
        notifyAll();
    }

    /** The client asks for what comes after this sequence of the room; it is what must come next. */
    synchronized void resuming(UUID room, @Nullable Long after) {
        order.resuming(room, after);
    }

    synchronized void closed(int code) {
        if (closeCode == null) {
            closeCode = code;
        }
        notifyAll();
    }

    /** The connection ended without a close frame, or its listener could not go on. */
    synchronized void failed(Throwable error) {
        failure = error;
        closed(Recorder.ABNORMAL_CLOSURE);
    }

    public synchronized List<ServerFrame> frames() {
        return received.stream().map(Received::frame).toList();
    }

    public synchronized List<String> json() {
        return received.stream().map(Received::json).toList();
    }

    /** All events of the room so far. */
    public synchronized List<Event> events(UUID room) {
        return List.copyOf(events.getOrDefault(room, List.of()));
    }

    /** All answers to this id so far: more than one if it was sent more than once. */
    public synchronized List<Answer> answers(String id) {
        return List.copyOf(answers.getOrDefault(id, List.of()));
    }

    public synchronized <F extends ServerFrame> List<F> of(Class<F> type) {
        return received.stream()
                .map(Received::frame)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    public synchronized OptionalInt closeCode() {
        return closeCode == null ? OptionalInt.empty() : OptionalInt.of(closeCode);
    }

    /** What was wrong with the order of events; empty if nothing was. */
    public synchronized List<String> violations() {
        return order.violations();
    }

    /** Waits until the look finds what it looks for. */
    public synchronized <T> T await(String what, Duration patience, Function<Transcript, Optional<T>> look) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (true) {
                Optional<T> found = look.apply(this);
                if (found.isPresent()) {
                    return found.get();
                }
                long leftMilliseconds = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (leftMilliseconds <= 0) {
                    throw new AssertionError(
                            "waited %d s in vain for %s; %s".formatted(patience.toSeconds(), what, summary()));
                }
                wait(leftMilliseconds);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + what, interrupted);
        }
    }

    private synchronized String summary() {
        StringBuilder summary = new StringBuilder();
        summary.append(closeCode == null ? "open" : "closed with " + closeCode);
        if (failure != null) {
            summary.append(" after ").append(failure);
        }
        summary.append(", ").append(received.size()).append(" frames, the last:");
        received.stream()
                .skip(Math.max(0, received.size() - SHOWN_FRAMES))
                .map(Received::json)
                .map(json -> json.length() > SHOWN_CHARACTERS ? json.substring(0, SHOWN_CHARACTERS) + "…" : json)
                .forEach(json ->
                        summary.append(System.lineSeparator()).append("  ").append(json));
        return summary.toString();
    }
}
