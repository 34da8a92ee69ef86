package dev.parley.gateway.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** A history-service that answers when a test says so. */
final class ScriptedPast implements Past {
    final List<Consumer<Reply<List<Standing>>>> standings = new ArrayList<>();
    /** About which rooms each of these is. */
    final List<List<UUID>> standingsOf = new ArrayList<>();

    final List<Consumer<Reply<List<Standing.Seen>>>> memberships = new ArrayList<>();
    final List<Consumer<Reply<Page>>> pages = new ArrayList<>();
    final List<Runnable> timers = new ArrayList<>();
    /** How long each of them waits. */
    final List<Duration> delays = new ArrayList<>();

    @Override
    public void standings(String user, List<UUID> rooms, Consumer<Reply<List<Standing>>> then) {
        standings.add(then);
        standingsOf.add(rooms);
    }

    @Override
    public void memberships(String user, Consumer<Reply<List<Standing.Seen>>> then) {
        memberships.add(then);
    }

    @Override
    public void events(UUID room, long after, int limit, Consumer<Reply<Page>> then) {
        pages.add(then);
    }

    @Override
    public void after(Duration delay, Runnable then) {
        timers.add(then);
        delays.add(delay);
    }
}
