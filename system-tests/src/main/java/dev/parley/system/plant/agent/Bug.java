package dev.parley.system.plant.agent;

import static dev.parley.system.plant.agent.Bug.Classes.ACCESS;
import static dev.parley.system.plant.agent.Bug.Classes.BATCH;
import static dev.parley.system.plant.agent.Bug.Classes.DELIVERY;
import static dev.parley.system.plant.agent.Bug.Classes.PUBLISHING;
import static dev.parley.system.plant.agent.Bug.Classes.RIGHTS;
import static dev.parley.system.plant.agent.Bug.Classes.STORE;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Mistakes that somebody might make one day, each as a change to what is right now. */
public enum Bug {
    ACKNOWLEDGE_BEFORE_COMMIT(
            "acknowledge-before-commit",
            "message-service publishes what it decided before it is committed",
            new Change(BATCH, "decide", new Edit.Return("publishEarly"))),
    COMMIT_UNCONFIRMED(
            "commit-unconfirmed",
            "message-service takes a commit for done whose connection broke; its commits take 600 ms",
            new Change(BATCH, "commit", new Edit.Call("dev.parley.message.sequencing.Store", "transact", "transact")),
            new Change(STORE + "PostgresStore", "written", new Edit.Return("slowCommit"))),
    NO_UNIQUE_KEY(
            "no-unique-key",
            "message-service does not recognise a command id that it has seen, and the table has no unique key",
            new Change(
                    "dev.parley.message.sequencing.Sequencer$Run",
                    "outcome",
                    new Edit.Call("dev.parley.message.sequencing.Known", "accepted", "nothingKnown")),
            new Change(
                    STORE + "DecisionWriter$Batch",
                    "accepted",
                    new Edit.Text("(:lasts as bigint[])) as q", "(:lasts as bigint[])) as q on conflict do nothing"))),
    OFFSETS_FIRST(
            "offsets-first",
            "message-service commits the offsets before it processes the commands; gateways do not compare heads",
            new Change("dev.parley.message.intake.CommandIntake", "take", new Edit.Instead("takeLater")),
            new Change(DELIVERY + "Switchboard", "compareHeads", new Edit.Nothing())),
    WRONG_SEQUENCE(
            "wrong-sequence",
            "message-service answers a repeat with the sequence after its event's",
            new Change(
                    PUBLISHING,
                    "accepted",
                    new Edit.Call("dev.parley.message.sequencing.AcceptedCommand", "sequence", "oneMore"))),
    EDITS_UNSTORED(
            "edits-unstored",
            "message-service logs edits and deletions and leaves the messages as they were",
            new Change(
                    STORE + "DecisionWriter$Batch",
                    "messagesChanged",
                    new Edit.Text("where m.room = q.room", "where false and m.room = q.room"))),
    LEAVERS_STAY(
            "leavers-stay",
            "message-service logs who leaves, is removed or banned, and they stay members",
            new Change(
                    STORE + "DecisionWriter$Batch",
                    "members",
                    new Edit.Text("where m.room = q.room and m.user_id", "where false and m.user_id"))),
    BATCH_UNORDERED(
            "batch-unordered",
            "message-service decides a batch from its end",
            new Change(BATCH, "run", new Edit.Parameter(0, "backwards"))),
    PUBLISHED_BACKWARDS(
            "published-backwards",
            "message-service publishes a batch from its end, unless a room begins in it; gateways put that right",
            new Change(PUBLISHING, "of", new Edit.Return("fromTheEnd"))),
    NO_GAP_REPAIR(
            "no-gap-repair",
            "gateways show what comes although something before it is missing; message-service publishes from the end",
            new Change(PUBLISHING, "of", new Edit.Return("fromTheEnd")),
            new Change(DELIVERY + "RoomLogs", "accept", new Edit.Compare(0, "equalOrLater"))),
    NO_SEQUENCE_FILTER(
            "no-sequence-filter",
            "gateways show what comes although they have shown it before",
            new Change(DELIVERY + "RoomLogs", "accept", new Edit.Compare(0, "alwaysEqual"))),
    DELIVERS_AFTER_BAN(
            "delivers-after-ban",
            "gateways go on delivering to people who left, were removed or banned",
            new Change(RIGHTS, "end", new Edit.Nothing())),
    LIVE_AFTER_HISTORY(
            "live-after-history",
            "gateways let a listener go live when history is read, wherever the room stands by then",
            new Change(
                    DELIVERY + "CatchUp", "advance", new Edit.Call(DELIVERY + "RoomFeed", "covers", "nothingRecent")),
            new Change(DELIVERY + "CatchUp", "sendNext", new Edit.Compare(0, "alwaysEqual"))),
    RESUME_OFF_BY_ONE(
            "resume-off-by-one",
            "gateways resume at the cursor instead of after it",
            new Change(DELIVERY + "RoomFeed", "after", new Edit.Compare(0, "laterOrEqual"))),
    JOINS_UNHEARD(
            "joins-unheard",
            "gateways do not begin to deliver to those who become members, nor compare heads",
            new Change(RIGHTS, "begin", new Edit.Nothing()),
            new Change(DELIVERY + "Switchboard", "compareHeads", new Edit.Nothing())),
    COMMANDS_WITHOUT_KEY(
            "commands-without-key",
            "gateways spread a room's commands over all partitions",
            new Change(
                    "dev.parley.gateway.command.CommandRecord",
                    "of",
                    new Edit.Call("dev.parley.gateway.command.CommandRecord", "key", "anyKey"))),
    PRIVATE_ROOMS_SHOWN(
            "private-rooms-shown",
            "history-service shows private rooms to everybody",
            new Change(
                    ACCESS,
                    "of",
                    new Edit.Text("and (m.room is not null or r.kind in ('public', 'announcement'))", ""))),
    ANNOUNCEMENTS_HIDDEN(
            "announcements-hidden",
            "history-service shows announcement rooms to members only",
            new Change(ACCESS, "of", new Edit.Text("in ('public', 'announcement')", "in ('public')"))),
    /** The last, because gateways look for what is missing as long as they run. */
    SEQUENCE_SKIPPED(
            "sequence-skipped",
            "message-service leaves out a sequence now and then",
            new Change("dev.parley.message.room.Room", "stored", new Edit.Parameter(5, "skipping")));

    /** Where most changes are made. */
    static final class Classes {
        static final String BATCH = "dev.parley.message.batch.BatchRunner";
        static final String PUBLISHING = "dev.parley.message.publishing.Publications";
        static final String STORE = "dev.parley.message.store.";
        static final String DELIVERY = "dev.parley.gateway.delivery.";
        static final String RIGHTS = DELIVERY + "Switchboard$Rights";
        static final String ACCESS = "dev.parley.history.access.Standings";

        private Classes() {}
    }

    private final String label;
    private final String description;
    private final List<Change> changes;

    Bug(String label, String description, Change... changes) {
        this.label = label;
        this.description = description;
        this.changes = List.of(changes);
    }

    public static Optional<Bug> named(String label) {
        return Arrays.stream(values()).filter(bug -> bug.label.equals(label)).findFirst();
    }

    /** As people name it. */
    public String label() {
        return label;
    }

    /** What the services do then, in one sentence. */
    public String description() {
        return description;
    }

    public List<Change> changes() {
        return changes;
    }

    /** Those that it is in: {@code message}, {@code gateway}, {@code history}. */
    public Set<String> services() {
        return changes.stream().map(Change::service).collect(Collectors.toUnmodifiableSet());
    }
}
