package dev.parley.gateway.connection;

import dev.parley.gateway.delivery.Listener;
import dev.parley.gateway.delivery.LoggedEvent;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * One event loop and the connections it owns. What delivery has for them in one turn is carried over in one task, and
 * each connection that got something is flushed once.
 */
final class Lane {
    final EventLoop loop;
    final int index;
    private final DeliveryTimes times;

    /** Owned by the delivery thread. */
    private List<Operation> pending = new ArrayList<>();

    /** Owned by the event loop. */
    private final Set<ClientConnection> connections = new HashSet<>();

    /** What waits for this lane's clients. Written by the event loop, read by any thread. */
    volatile long outboundBytes;

    private final List<ClientConnection> toFlush = new ArrayList<>();

    Lane(EventLoop loop, int index, DeliveryTimes times) {
        this.loop = loop;
        this.index = index;
        this.times = times;
    }

    /** Something to write; holds one reference to its bytes. */
    private sealed interface Operation {
        record ToAll(Listener[] listeners, ByteBuf frame, long receivedAtMillis) implements Operation {}

        record ToOne(ClientConnection connection, ByteBuf frame) implements Operation {}

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

    void handOver() {
        if (pending.isEmpty()) {
            return;
        }
        List<Operation> operations = pending;
        pending = new ArrayList<>();
        loop.execute(() -> write(operations));
    }

    // ---- Event loop ----

    private void write(List<Operation> operations) {
        for (Operation operation : operations) {
            switch (operation) {
                case Operation.ToAll(Listener[] listeners, ByteBuf frame, long _) -> {
                    for (Listener listener : listeners) {
                        ClientConnection connection = (ClientConnection) listener;
                        connection.write(frame.retainedDuplicate());
                        markDirty(connection);
                    }
                    frame.release();
                }
                case Operation.ToOne(ClientConnection connection, ByteBuf frame) -> {
                    connection.write(frame);
                    markDirty(connection);
                }
                case Operation.Tracked(ClientConnection connection, ByteBuf frame, Runnable written, Executor back) -> {
                    connection.write(frame, () -> back.execute(written));
                    markDirty(connection);
                }
            }
        }
        for (ClientConnection connection : toFlush) {
            connection.dirty = false;
            connection.flush();
        }
        toFlush.clear();
        time(operations);
    }

    private void time(List<Operation> written) {
        long now = System.currentTimeMillis();
        for (Operation operation : written) {
            if (operation instanceof Operation.ToAll(Listener[] listeners, ByteBuf _, long receivedAtMillis)
                    && receivedAtMillis != LoggedEvent.UNTIMED) {
                times.record(now - receivedAtMillis, listeners.length);
            }
        }
    }

    private void markDirty(ClientConnection connection) {
        if (!connection.dirty) {
            connection.dirty = true;
            toFlush.add(connection);
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
