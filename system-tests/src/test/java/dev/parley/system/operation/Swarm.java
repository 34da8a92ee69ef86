package dev.parley.system.operation;

import dev.parley.system.client.Patience;
import dev.parley.system.environment.User;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/** Thousands of clients in one process, each in one of some rooms, and what became of their connections. */
final class Swarm implements AutoCloseable {
    /** In place of a close code: the connection ended without one. */
    static final int BROKEN = 1006;

    static final long NO_HINT = -1;

    /** More handshakes at once make this process the slow part. */
    private static final int CONNECTING_AT_ONCE = 50;

    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private final Entrance entrance;
    private final HttpClient http;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<SwarmClient> clients = new ArrayList<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final Map<Integer, AtomicInteger> closes = new ConcurrentSkipListMap<>();
    private final AtomicInteger withoutHint = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private final Times away = new Times();

    Swarm(Entrance entrance) {
        this.entrance = entrance;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(Executors.newFixedThreadPool(4))
                .build();
    }

    /** Brings in so many more, spread over the rooms and the people; returns when all listen. */
    void join(int count, List<User> people, List<RoomRecord> rooms) {
        int before = clients.size();
        for (int i = 0; i < count; i++) {
            clients.add(new SwarmClient(this, people.get(i % people.size()), rooms.get(i % rooms.size())));
            clients.getLast().connect();
            int allowed = clients.size() - CONNECTING_AT_ONCE;
            Patience.until("the clients before are in", Patience.LONG, () -> live() >= allowed);
        }
        Patience.until(count + " clients listen", PATIENCE, () -> live() == before + count);
    }

    List<SwarmClient> clients() {
        return clients;
    }

    long live() {
        return clients.stream().filter(SwarmClient::isLive).count();
    }

    /** Waits until everybody has heard all that was acknowledged. */
    void awaitAll(List<RoomRecord> rooms) {
        Patience.until(
                "everybody has everything of " + rooms.size() + " rooms",
                PATIENCE,
                () -> clients.stream().allMatch(SwarmClient::hasAll));
    }

    Entrance entrance() {
        return entrance;
    }

    HttpClient http() {
        return http;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    void violation(String what) {
        violations.add(what);
    }

    void closed(int code, boolean hinted) {
        closes.computeIfAbsent(code, _ -> new AtomicInteger()).incrementAndGet();
        if (!hinted) {
            withoutHint.incrementAndGet();
        }
    }

    void refused() {
        refusals.incrementAndGet();
    }

    /** What was lost, doubled, reordered, or refused to those who came back. */
    List<String> violations() {
        return List.copyOf(violations);
    }

    /** How many connections ended with each code. */
    Map<Integer, Integer> closes() {
        Map<Integer, Integer> counts = new TreeMap<>();
        closes.forEach((code, count) -> counts.put(code, count.get()));
        return counts;
    }

    int closesWithoutHint() {
        return withoutHint.get();
    }

    /** Handshakes that did not succeed. */
    int refusals() {
        return refusals.get();
    }

    /** From a connection's close to its client having caught up. */
    Times away() {
        return away;
    }

    @Override
    public void close() {
        clients.forEach(SwarmClient::leave);
        timer.shutdownNow();
        http.shutdownNow();
    }
}
