package dev.parley.system.operation;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contract.Command;
import dev.parley.contract.Limits;
import dev.parley.contract.RoomKind;
import dev.parley.contract.codec.Codec;
import dev.parley.system.client.Say;
import dev.parley.system.environment.User;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * People who post to their rooms at a steady rate, whatever happens: each has a thread, and a post's time runs from when it
 * was meant to be sent. What fails for want of an answer is sent again with the same id, to whichever gateway is ready.
 */
final class Posting implements AutoCloseable {
    private static final Codec CODEC = new Codec(Limits.DEFAULT);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final long AGAIN_NANOS = 50_000_000;

    private final Entrance entrance;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Thread> writers = new ArrayList<>();
    private final Times accepted = new Times();
    private final AtomicInteger repeated = new AtomicInteger();
    private volatile boolean stopping;

    Posting(Entrance entrance) {
        this.entrance = entrance;
    }

    /** Makes a public room for each of these people. */
    List<RoomRecord> rooms(List<User> owners) {
        return owners.stream()
                .map(owner -> {
                    Command.CreateRoom create = Say.createRoom("of " + owner.name(), RoomKind.PUBLIC);
                    return new RoomRecord(UUID.fromString(send(owner, create).room()));
                })
                .toList();
    }

    /** Each owner posts to their room, one post every so often. */
    void start(List<User> owners, List<RoomRecord> rooms, Duration every) {
        for (int i = 0; i < owners.size(); i++) {
            User owner = owners.get(i);
            RoomRecord room = rooms.get(i);
            long offsetNanos = every.toNanos() * i / owners.size();
            writers.add(Thread.ofVirtual().start(() -> write(owner, room, every.toNanos(), offsetNanos)));
        }
    }

    private void write(User owner, RoomRecord room, long everyNanos, long offsetNanos) {
        long due = System.nanoTime() + offsetNanos;
        while (!stopping) {
            LockSupport.parkNanos(due - System.nanoTime());
            if (System.nanoTime() >= due) {
                post(owner, room, due);
                due += everyNanos;
            }
        }
    }

    /** Posts once and returns when it was acknowledged. */
    void post(User owner, RoomRecord room, long dueNanos) {
        Command.Post post = Say.post(room.id, "steady as she goes");
        Accepted answer = send(owner, post);
        accepted.add(System.nanoTime() - dueNanos);
        if (!room.agrees(answer.sequence(), post.id())) {
            throw new AssertionError("two commands at " + answer.sequence() + " of " + room.id);
        }
        room.accepted(answer.sequence());
    }

    private record Accepted(String room, long sequence) {}

    private Accepted send(User by, Command command) {
        while (true) {
            URI gateway = entrance.any();
            HttpRequest request = HttpRequest.newBuilder(gateway.resolve("/api/commands"))
                    .header("Authorization", "Bearer " + by.token())
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(CODEC.encode(command)))
                    .build();
            try {
                HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
                if (response.statusCode() == OK) {
                    var answer = JSON.readTree(response.body());
                    return new Accepted(
                            answer.path("room").asText(),
                            answer.path("sequence").asLong());
                }
            } catch (IOException gone) {
                // Sent again below: the id makes it one, whether it was taken or not.
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while posting", stop);
            }
            repeated.incrementAndGet();
            LockSupport.parkNanos(AGAIN_NANOS);
        }
    }

    /** From when posts were due to their acknowledgement. */
    Times accepted() {
        return accepted;
    }

    /** How often a command had to be sent again. */
    int repeated() {
        return repeated.get();
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        for (Thread writer : writers) {
            writer.join();
        }
    }
}
