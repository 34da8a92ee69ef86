package dev.parley.gateway.connection;

import dev.parley.gateway.delivery.Listener;
import dev.parley.gateway.delivery.LoggedEvent;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One event loop and the connections it owns.
 *
 * <p>A flush is a system call and nearly all that a delivery costs. So a connection that gets something is put into a row,
 * and the row is flushed a step at a time; what delivery brings meanwhile is written between two steps, and whoever still
 * stands in the row takes it along with the same flush. Under load frames gather by themselves, and nobody ever waits for
 * more to come.
 */
final class Lane {
    /** Some tenths of a millisecond: what came meanwhile does not wait for long, and is not looked for too often. */
    private static final int FLUSHES_PER_STEP = 64;

    final EventLoop loop;
    final int index;
    private final DeliveryTimes times;

    /** What this turn of delivery has so far. Owned by the delivery thread. */
    private List<Operation> pending = new ArrayList<>();

    /** Turns that the event loop has not taken yet. */
    private final Queue<List<Operation>> turns = new ConcurrentLinkedQueue<>();

    /** Whether a step is to come that takes the turns. */
    private final AtomicBoolean stepping = new AtomicBoolean();

    /** Owned by the event loop. */
    private final Set<ClientConnection> connections = new HashSet<>();

    /** What waits for this lane's clients. Written by the event loop, read by any thread. */
    volatile long outboundBytes;

    /** The row of those that have something to flush; each stands in it once. */
    private final ArrayDeque<ClientConnection> toFlush = new ArrayDeque<>();

    /** How many have ever come into the row, and how many have left it. */
    private long enqueued;

    private long flushed;

    /** Deliveries whose receivers are not all flushed, in the order in which they will be. */
    private final ArrayDeque<Timed> timed = new ArrayDeque<>();

    /** What waits for those to be flushed that are in the row when it is asked for. */
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(0);

    private record Waiting(Runnable then, long lastInRow) {}

    /** @param lastInRow the place in the row of whoever is flushed last */
    private record Timed(long receivedAtMillis, int receivers, long lastInRow) {}

    Lane(EventLoop loop, int index, DeliveryTimes times) {
        this.loop = loop;
        this.index = index;
        this.times = times;
    }

    /** Something to write; holds one reference to its bytes. */
    private sealed interface Operation {
        record ToAll(Listener[] listeners, ByteBuf frame, long receivedAtMillis) implements Operation {}

        record ToOne(ClientConnection connection, ByteBuf frame) implements Operation {}

        record Then(Runnable then) implements Operation {}

        record Tracked(ClientConnection connection, ByteBuf frame, Runnable written, Executor back)
                implements Operation {}
    }

    // ---- Delivery thread ----

    void deliver(Listener[] listeners, ByteBuf frame, long receivedAtMillis) {
        pending.add(new Operation.ToAll(listeners, frame, receivedAtMillis));
    }

    void send(ClientConnection connection, ByteBuf frame) {
        pending.add(new Operation.ToOne(connection, frame));
    }

    void send(ClientConnection connection, ByteBuf frame, Runnable written, Executor back) {
        pending.add(new Operation.Tracked(connection, frame, written, back));
    }

    boolean hasPending() {
        return !pending.isEmpty();
    }

    /** Calls back on the event loop when what is pending now has been written and flushed. */
    void afterWriting(Runnable then) {
        pending.add(new Operation.Then(then));
    }

    void handOver() {
        if (pending.isEmpty()) {
            return;
        }
        List<Operation> operations = pending;
        pending = new ArrayList<>();
        turns.add(operations);
        if (stepping.compareAndSet(false, true)) {
            loop.execute(this::step);
        }
    }

    // ---- Event loop ----

    private void step() {
        try {
            for (List<Operation> turn = turns.poll(); turn != null; turn = turns.poll()) {
                turn.forEach(this::write);
            }
            flushSome();
            time();
            tellWaiting();
        } finally {
            // Whatever happened: a lane that steps no more would say nothing to any of its clients again.
            goOn();
        }
    }

    private void flushSome() {
        for (int i = 0; i < FLUSHES_PER_STEP && !toFlush.isEmpty(); i++) {
            ClientConnection connection = toFlush.removeFirst();
            connection.dirty = false;
            flushed++;
            connection.flush();
        }
    }

    private void goOn() {
        if (!toFlush.isEmpty()) {
            // Behind what else waits for this loop: reading goes on while many are written to.
            loop.execute(this::step);
            return;
        }
        stepping.set(false);
        if (!turns.isEmpty() && stepping.compareAndSet(false, true)) {
            loop.execute(this::step);
        }
    }

    private void write(Operation operation) {
        switch (operation) {
            case Operation.ToAll(Listener[] listeners, ByteBuf frame, long receivedAtMillis) -> {
                for (Listener listener : listeners) {
                    ClientConnection connection = (ClientConnection) listener;
                    connection.write(frame.retain());
                    markDirty(connection);
                }
                frame.release();
                if (receivedAtMillis != LoggedEvent.UNTIMED) {
                    timed.addLast(new Timed(receivedAtMillis, listeners.length, enqueued));
                }
            }
            case Operation.ToOne(ClientConnection connection, ByteBuf frame) -> {
                connection.write(frame);
                markDirty(connection);
            }
            case Operation.Then(Runnable then) -> waiting.addLast(new Waiting(then, enqueued));
            case Operation.Tracked(ClientConnection connection, ByteBuf frame, Runnable written, Executor back) -> {
                connection.write(frame, () -> back.execute(written));
                markDirty(connection);
            }
        }
    }

    private void time() {
        if (timed.isEmpty()) {
            return;
        }
        long now = System.currentTimeMillis();
        while (!timed.isEmpty() && timed.getFirst().lastInRow() <= flushed) {
            Timed done = timed.removeFirst();
            times.record(now - done.receivedAtMillis(), done.receivers());
        }
    }

    private void tellWaiting() {
        while (!waiting.isEmpty() && waiting.getFirst().lastInRow() <= flushed) {
            waiting.removeFirst().then().run();
        }
    }

    private void markDirty(ClientConnection connection) {
        if (!connection.dirty) {
            connection.dirty = true;
            toFlush.addLast(connection);
            enqueued++;
        }
    }

    void add(ClientConnection connection) {
        connections.add(connection);
    }

    void remove(ClientConnection connection) {
        connections.remove(connection);
    }

    /** A copy, for other threads; waits for the event loop, so never call it on one. */
    List<ClientConnection> connectionsFromOutside() {
        return loop.submit(this::connections).syncUninterruptibly().getNow();
    }

    /** A copy; closing one while walking them changes the set. */
    List<ClientConnection> connections() {
        return List.copyOf(connections);
    }
}
