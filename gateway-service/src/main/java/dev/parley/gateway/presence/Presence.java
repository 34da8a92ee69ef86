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
import java.util.function.BiConsumer;

/**
 * Who listens to which room: here, counted by connection, and at the other gateways, as they say. Delivery thread only.
 *
 * <p>A room with as many people online as a frame may name says nothing more: telling everybody of everybody grows with
 * the square.
 */
@Singleton
public final class Presence implements Attendance {
    private final SignalPublisher signals;
    private final Map<UUID, Map<String, Integer>> here = new HashMap<>();
    private final Map<String, Elsewhere> elsewhere = new HashMap<>();

    /** Another gateway. */
    private static final class Elsewhere {
        private final Map<UUID, Set<String>> rooms = new HashMap<>();
        private long aliveAtMillis;
    }

    Presence(SignalPublisher signals) {
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
        if (people == null) {
            return;
        }
        if (people.computeIfPresent(user, (_, count) -> count == 1 ? null : count - 1) == null
                && people.size() < Limits.ONLINE_PEOPLE) {
            signals.publish(new Signal.Presence(room, user, false));
        }
        if (people.isEmpty()) {
            here.remove(room);
        }
    }

    @Override
    public List<String> online(UUID room) {
        Set<String> online =
                new LinkedHashSet<>(here.getOrDefault(room, Map.of()).keySet());
        for (Elsewhere gateway : elsewhere.values()) {
            online.addAll(gateway.rooms.getOrDefault(room, Set.of()));
        }
        return online.stream().limit(Limits.ONLINE_PEOPLE).toList();
    }

    boolean isOnline(UUID room, String user) {
        return here.getOrDefault(room, Map.of()).containsKey(user)
                || elsewhere.values().stream()
                        .anyMatch(gateway ->
                                gateway.rooms.getOrDefault(room, Set.of()).contains(user));
    }

    // ---- What other gateways say ----

    void alive(String gateway, long nowMillis) {
        heardOf(gateway, nowMillis);
    }

    private Elsewhere heardOf(String id, long nowMillis) {
        Elsewhere gateway = elsewhere.computeIfAbsent(id, _ -> new Elsewhere());
        gateway.aliveAtMillis = nowMillis;
        return gateway;
    }

    void heard(String gateway, UUID room, String user, boolean online, long nowMillis) {
        Map<UUID, Set<String>> rooms = heardOf(gateway, nowMillis).rooms;
        if (online) {
            rooms.computeIfAbsent(room, _ -> new LinkedHashSet<>(4)).add(user);
        } else {
            rooms.computeIfPresent(room, (_, people) -> {
                people.remove(user);
                return people.isEmpty() ? null : people;
            });
        }
    }

    /** Forgets a gateway; tells of each (room, user) that is online nowhere any more. */
    void gone(String gateway, BiConsumer<UUID, String> offline) {
        Elsewhere left = elsewhere.remove(gateway);
        if (left == null) {
            return;
        }
        left.rooms.forEach((room, people) ->
                people.stream().filter(user -> !isOnline(room, user)).forEach(user -> offline.accept(room, user)));
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

    /** Everybody who listens here, by room. */
    Map<UUID, Set<String>> snapshot() {
        Map<UUID, Set<String>> copy = new HashMap<>();
        here.forEach((room, people) -> copy.put(room, Set.copyOf(people.keySet())));
        return copy;
    }
}
