package dev.parley.system.faults.load;

import dev.parley.contract.Event;
import dev.parley.contract.Person;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one person takes to be true, so that most of what they ask for makes sense. It may be stale; that is part of it. */
final class Beliefs {
    private static final int REMEMBERED = 30;

    private final Set<UUID> rooms = new HashSet<>();
    private final Map<UUID, ArrayDeque<Long>> messages = new HashMap<>();
    private final Map<UUID, ArrayDeque<Long>> ownMessages = new HashMap<>();
    private final ArrayDeque<Mark> marks = new ArrayDeque<>();

    record Mark(UUID room, long message, String emoji) {}

    synchronized void learn(Person self, UUID room, Event event) {
        boolean own = event.by().id().equals(self.id());
        switch (event.change()) {
            case Event.MembershipChange change
            when change.user().id().equals(self.id()) -> {
                if (change.listens()) {
                    rooms.add(room);
                } else {
                    rooms.remove(room);
                }
            }
            case Event.MessagePosted _ -> {
                remember(messages, room, event.sequence());
                if (own) {
                    remember(ownMessages, room, event.sequence());
                }
            }
            case Event.ReactionAdded added
            when own -> {
                marks.addLast(new Mark(room, added.message(), added.emoji()));
                if (marks.size() > REMEMBERED) {
                    marks.removeFirst();
                }
            }
            case Event.RoomCreated _, Event.RoomUpdated _, Event.MembershipChange _, Event.MemberUnbanned _ -> {}
            case Event.MessageEdited _, Event.MessageDeleted _ -> {}
            case Event.ReactionAdded _, Event.ReactionRemoved _ -> {}
        }
    }

    private static void remember(Map<UUID, ArrayDeque<Long>> where, UUID room, long sequence) {
        ArrayDeque<Long> known = where.computeIfAbsent(room, _ -> new ArrayDeque<>());
        known.addLast(sequence);
        if (known.size() > REMEMBERED) {
            known.removeFirst();
        }
    }

    synchronized boolean memberOf(UUID room) {
        return rooms.contains(room);
    }

    synchronized void joined(UUID room) {
        rooms.add(room);
    }

    synchronized @Nullable UUID anyRoom(Random random) {
        return any(rooms.stream().sorted().toList(), random);
    }

    synchronized @Nullable Long anyMessage(UUID room, Random random) {
        return any(List.copyOf(messages.getOrDefault(room, new ArrayDeque<>())), random);
    }

    synchronized @Nullable Long anyOwnMessage(UUID room, Random random) {
        return any(List.copyOf(ownMessages.getOrDefault(room, new ArrayDeque<>())), random);
    }

    synchronized @Nullable Mark anyMark(Random random) {
        @Nullable Mark mark = any(new ArrayList<>(marks), random);
        if (mark != null) {
            marks.remove(mark);
        }
        return mark;
    }

    static <T> @Nullable T any(List<T> choices, Random random) {
        return choices.isEmpty() ? null : choices.get(random.nextInt(choices.size()));
    }
}
