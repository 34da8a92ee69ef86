package dev.parley.simulation;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.contract.Headers;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.Topics;
import dev.parley.message.publishing.Publication;
import dev.parley.message.sequencing.AcceptedCommand;
import dev.parley.message.sequencing.CommandKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Every command that was sent and every answer that was heard, held against each other and against the tables. */
final class Ledger {
    private final World world;
    private final Map<CommandKey, Entry> entries = new LinkedHashMap<>();
    private final Map<Lane, List<CommandKey>> lanes = new LinkedHashMap<>();
    private final Set<String> published = new HashSet<>();
    private boolean ordered = true;

    /** Commands of one connection to one room. */
    private record Lane(SimulatedConnection connection, UUID room) {}

    /** One command id. */
    private static final class Entry {
        private int sendings;
        private Answer.@Nullable Accepted accepted;
        /** The last refusal of the only sending that there was. */
        private Answer.@Nullable Rejected refusedAlone;
    }

    Ledger(World world) {
        this.world = world;
    }

    /** @param connection null if it went over HTTP */
    void sent(String user, Command command, @Nullable SimulatedConnection connection) {
        CommandKey key = new CommandKey(user, command.id());
        Entry entry = entries.computeIfAbsent(key, _ -> new Entry());
        entry.sendings++;
        if (connection != null && command instanceof Command.InRoom inRoom) {
            lanes.computeIfAbsent(new Lane(connection, inRoom.room()), _ -> new ArrayList<>())
                    .add(key);
        }
    }

    /** Kafka has it twice: as if it had been sent twice. */
    void doubled(String user, Command command) {
        entry(user, command.id()).sendings++;
    }

    /** Partitions were added: for a while what was sent in order need not stand in order. */
    void orderIsLost() {
        ordered = false;
    }

    void heard(String user, Answer answer) {
        switch (answer) {
            case Answer.Accepted accepted -> accepted(user, accepted);
            case Answer.Rejected rejected -> {
                Entry entry = entry(user, rejected.id());
                entry.refusedAlone = entry.sendings == 1 ? rejected : null;
            }
        }
    }

    private void accepted(String user, Answer.Accepted answer) {
        Entry entry = entry(user, answer.id());
        Answer.Accepted before = entry.accepted;
        if (before != null && !before.equals(answer)) {
            throw new AssertionError("%s was answered %s, and before %s".formatted(user, answer, before));
        }
        entry.accepted = answer;
        checkIsCommitted(user, answer);
    }

    private void checkIsCommitted(String user, Answer.Accepted answer) {
        AcceptedCommand row = world.database.tables.accepted.get(new CommandKey(user, answer.id()));
        if (row == null
                || !row.room().equals(answer.room())
                || !row.epoch().equals(answer.epoch())
                || row.sequence() != Objects.requireNonNull(answer.sequence())) {
            throw new AssertionError("%s was told %s, and the tables have %s".formatted(user, answer, row));
        }
    }

    /** It need not be published. */
    void known(UUID room, long sequence) {
        published.add(room + " " + sequence);
    }

    void published(Publication record) {
        if (record.topic().equals(Topics.EVENTS)) {
            published.add(record.key()
                    + ' '
                    + Headers.text(Objects.requireNonNull(record.headers().get(Headers.SEQUENCE))));
        }
    }

    // ---- In the end ----

    void check() {
        entries.forEach(this::check);
        checkEffects();
        if (ordered) {
            lanes.forEach(this::checkOrder);
        }
        for (RoomTruth room : world.database.rooms.values()) {
            for (long sequence = 1; sequence <= room.head(); sequence++) {
                if (!published.contains(room.id + " " + sequence)) {
                    throw new AssertionError("room %s: %d was never published".formatted(room.id, sequence));
                }
            }
        }
    }

    private void check(CommandKey key, Entry entry) {
        Answer.Accepted accepted = entry.accepted;
        if (accepted != null) {
            checkIsCommitted(key.user(), accepted);
        }
        if (entry.refusedAlone != null && entry.sendings == 1 && world.database.tables.accepted.containsKey(key)) {
            throw new AssertionError("%s was told %s, and it was taken".formatted(key, entry.refusedAlone));
        }
    }

    /** Each command id stands in one place of one log, and there as often as its answer says. */
    private void checkEffects() {
        Map<CommandKey, AcceptedCommand> rows = world.database.tables.accepted;
        for (RoomTruth room : world.database.rooms.values()) {
            for (Event event : room.events()) {
                AcceptedCommand row = rows.get(new CommandKey(event.by().id(), event.command()));
                Long first = row == null ? null : row.first();
                if (row == null
                        || first == null
                        || !row.room().equals(room.id)
                        || event.sequence() < first
                        || event.sequence() > row.sequence()) {
                    throw new AssertionError("room %s has %s, and its command %s".formatted(room.id, event, row));
                }
            }
        }
    }

    private void checkOrder(Lane lane, List<CommandKey> sent) {
        long last = 0;
        for (CommandKey key : sent) {
            AcceptedCommand row = world.database.tables.accepted.get(key);
            if (row == null || row.first() == null || Objects.requireNonNull(entries.get(key)).sendings > 1) {
                continue;
            }
            if (row.sequence() < last) {
                throw new AssertionError("%s: %s stands before what was sent before it".formatted(lane.room, key));
            }
            last = row.sequence();
        }
    }

    private Entry entry(String user, String id) {
        Entry entry = entries.get(new CommandKey(user, id));
        if (entry == null) {
            throw new AssertionError(user + " never sent " + id);
        }
        return entry;
    }

    /** Whether a sender has to send it again to know what became of it. */
    static boolean settles(Answer answer) {
        return !(answer instanceof Answer.Rejected rejected) || rejected.code() != RejectionCode.UNAVAILABLE;
    }
}
