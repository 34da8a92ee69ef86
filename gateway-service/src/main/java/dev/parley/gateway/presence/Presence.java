package dev.parley.gateway.presence;

import dev.parley.contract.Limits;
import dev.parley.contract.frame.Signal;
import dev.parley.gateway.delivery.Attendance;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who listens to which room: here, counted by connection, and at the other gateways, as they say. Delivery thread only.
 *
 * <p>Those who listen to a room with as many people online as a frame may name are told nothing more: telling everybody of
 * everybody grows with the square. The gateways tell each other of everybody who leaves even so, or they would remember
 * people who are long gone.
 */
@Singleton
public final class Presence implements Attendance {
    private final Signals signals;
    private final Map<UUID, Map<String, Integer>> here = new HashMap<>();
    private final Map<String, Elsewhere> elsewhere = new HashMap<>();

    /** Another gateway. */
    private static final class Elsewhere {
        private Map<UUID, Set<String>> rooms = new HashMap<>();
        private long aliveAtMillis;
        /** Whether it said who listens there; until then only who came since is known. */
        private boolean complete;
        /** The snapshot that is coming in, chunk by chunk. */
        private @Nullable Map<UUID, Set<String>> incoming;

        private int chunks;

        boolean has(UUID room, String user) {
            return rooms.getOrDefault(room, Set.of()).contains(user);
        }

        int people(UUID room) {
            return rooms.getOrDefault(room, Set.of()).size();
        }

        /** @return the whole snapshot, if this was its last chunk and none was lost */
        @Nullable
        Map<UUID, Set<String>> take(Snapshots.Chunk chunk) {
            if (chunk.index() == 0) {
                incoming = new HashMap<>();
                chunks = 0;
            }
            Map<UUID, Set<String>> whole = incoming;
            if (whole == null || chunk.index() != chunks) {
                incoming = null;
                return null;
            }
            chunks++;
            chunk.rooms()
                    .forEach((room, people) -> whole.computeIfAbsent(room, _ -> new LinkedHashSet<>())
                            .addAll(people));
            if (!chunk.last()) {
                return null;
            }
            incoming = null;
            return whole;
        }
    }

    Presence(Signals signals) {
        this.signals = signals;
    }

    @Override
    public void began(UUID room, String user) {
        Map<String, Integer> people = here.computeIfAbsent(room, _ -> new HashMap<>(4));
        if (people.merge(user, 1, Integer::sum) == 1 && people.size() <= Limits.ONLINE_PEOPLE) {
            signals.publish(new Signal.Presence(room, user, true));
        }
    }

    @Override
    public void ended(UUID room, String user) {
        Map<String, Integer> people = here.get(room);
        if (people == null || !people.containsKey(user)) {
            return;
        }
        if (people.computeIfPresent(user, (_, count) -> count == 1 ? null : count - 1) == null) {
            signals.publish(new Signal.Presence(room, user, false));
        }
        if (people.isEmpty()) {
            here.remove(room);
        }
    }

    @Override
    public List<String> online(UUID room) {
        Stream<String> here = this.here.getOrDefault(room, Map.of()).keySet().stream();
        Stream<String> there =
                elsewhere.values().stream().flatMap(gateway -> gateway.rooms.getOrDefault(room, Set.of()).stream());
        // Nobody behind the last that is told is looked at: those of a large room who come back all ask for this.
        return Stream.concat(here, there).distinct().limit(Limits.ONLINE_PEOPLE).toList();
    }

    /** Whether more people listen to the room here than are told of each other. */
    boolean isCrowded(UUID room) {
        return here.getOrDefault(room, Map.of()).size() > Limits.ONLINE_PEOPLE;
    }

    private boolean isOnline(UUID room, String user) {
        return here.getOrDefault(room, Map.of()).containsKey(user)
                || elsewhere.values().stream().anyMatch(gateway -> gateway.has(room, user));
    }

    /** Everybody who listens here, by room. */
    Map<UUID, Set<String>> snapshot() {
        Map<UUID, Set<String>> copy = new HashMap<>();
        here.forEach((room, people) -> copy.put(room, Set.copyOf(people.keySet())));
        return copy;
    }

    // ---- What comes in: each answers what those who listen here are to be told ----

    /** This gateway's own signal came back. */
    boolean heardOwn(Signal.Presence change) {
        return worthTelling(change, here.getOrDefault(change.room(), Map.of()).size());
    }

    /** Another gateway's signal. */
    boolean heard(String gateway, Signal.Presence change, long nowMillis) {
        Elsewhere there = heardOf(gateway, nowMillis);
        boolean known = there.has(change.room(), change.user());
        if (change.online()) {
            there.rooms
                    .computeIfAbsent(change.room(), _ -> new LinkedHashSet<>(4))
                    .add(change.user());
        } else {
            there.rooms.computeIfPresent(change.room(), (_, people) -> {
                people.remove(change.user());
                return people.isEmpty() ? null : people;
            });
        }
        return known != change.online() && worthTelling(change, there.people(change.room()));
    }

    /** @param people who listen to the room at the gateway where the change was */
    private boolean worthTelling(Signal.Presence change, int people) {
        // Somebody who left one gateway may still listen at another.
        return change.online() == isOnline(change.room(), change.user())
                && (change.online() || people < Limits.ONLINE_PEOPLE);
    }

    /** @return whether the gateway has said who listens there; if not, it is to be asked */
    boolean alive(String gateway, long nowMillis) {
        return heardOf(gateway, nowMillis).complete;
    }

    private Elsewhere heardOf(String id, long nowMillis) {
        Elsewhere gateway = elsewhere.computeIfAbsent(id, _ -> new Elsewhere());
        gateway.aliveAtMillis = nowMillis;
        return gateway;
    }

    /** The last chunk of a whole snapshot replaces what was known of the gateway. */
    List<Signal.Presence> snapshot(String gateway, Snapshots.Chunk chunk, long nowMillis) {
        Elsewhere there = heardOf(gateway, nowMillis);
        Map<UUID, Set<String>> now = there.take(chunk);
        if (now == null) {
            return List.of();
        }
        Map<UUID, Set<String>> before = there.rooms;
        List<Signal.Presence> changes = new ArrayList<>();
        now.forEach((room, people) -> people.stream()
                .filter(user -> people.size() <= Limits.ONLINE_PEOPLE && !isOnline(room, user))
                .forEach(user -> changes.add(new Signal.Presence(room, user, true))));
        there.rooms = now;
        there.complete = true;
        changes.addAll(offline(before));
        return changes;
    }

    /** Forgets a gateway. */
    List<Signal.Presence> gone(String gateway) {
        Elsewhere left = elsewhere.remove(gateway);
        return left == null ? List.of() : offline(left.rooms);
    }

    /** Those of them who are online nowhere any more. */
    private List<Signal.Presence> offline(Map<UUID, Set<String>> before) {
        List<Signal.Presence> offline = new ArrayList<>();
        before.forEach((room, people) -> people.stream()
                .filter(user -> !isOnline(room, user))
                .forEach(user -> offline.add(new Signal.Presence(room, user, false))));
        return offline;
    }

    List<String> silentSince(long millis) {
        List<String> silent = new ArrayList<>();
        elsewhere.forEach((id, gateway) -> {
            if (gateway.aliveAtMillis < millis) {
                silent.add(id);
            }
        });
        return silent;
    }
}
