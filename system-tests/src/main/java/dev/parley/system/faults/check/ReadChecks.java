package dev.parley.system.faults.check;

import dev.parley.system.faults.check.RoomReplay.MessageState;
import dev.parley.system.faults.history.Entry;
import dev.parley.system.faults.history.Findings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What history-service answered, held against the logs. */
final class ReadChecks {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final Evidence evidence;

    ReadChecks(Evidence evidence) {
        this.evidence = evidence;
    }

    void run() {
        evidence.findings.reads().forEach(this::finalRead);
        evidence.findings.projections().forEach(this::projection);
        for (Entry entry : evidence.entries) {
            if (entry instanceof Entry.Looked looked && looked.status() == OK) {
                looked(looked);
            }
        }
    }

    /** During the run: what was acknowledged before the question was asked holds for the answer. */
    private void looked(Entry.Looked looked) {
        RoomReplay room = evidence.room(looked.room());
        long since = evidence.trials.acknowledgedBefore(looked.room(), looked.askedAtNanos());
        if (room == null || !evidence.mayHaveSeen(room, looked.user(), since, looked.atNanos())) {
            evidence.violation(
                    Column.UNSEEN, "user=%s room=%s at or after sequence=%d", looked.user(), looked.room(), since);
        }
    }

    private void finalRead(Findings.Read read) {
        RoomReplay room = evidence.room(read.room());
        boolean visible = room != null && room.visibleNow(read.user());
        if (!visible) {
            if (read.status() == OK) {
                evidence.violation(Column.UNSEEN, "user=%s room=%s", read.user(), read.room());
            } else if (read.status() != NOT_FOUND) {
                evidence.violation(
                        Column.READS,
                        "user=%s room=%s status=%d instead of 404",
                        read.user(),
                        read.room(),
                        read.status());
            }
            return;
        }
        if (read.status() != OK) {
            evidence.violation(
                    Column.READS, "user=%s room=%s status=%d instead of 200", read.user(), read.room(), read.status());
        } else if (room != null && !read.events().equals(room.events())) {
            evidence.violation(
                    Column.READS,
                    "user=%s room=%s events=%d head=%d; the log: events=%d head=%d",
                    read.user(),
                    read.room(),
                    read.events().size(),
                    read.head(),
                    room.events().size(),
                    room.log().head());
        }
    }

    private void projection(Findings.Projection projection) {
        RoomReplay room = evidence.room(projection.room());
        if (room == null) {
            unlike(projection, "no log");
            return;
        }
        boolean frame = projection.name().equals(room.name())
                && projection.kind() == room.kind()
                && Objects.equals(projection.topic(), room.topic())
                && projection.sequence() == room.log().head();
        if (!frame) {
            unlike(projection, "name, kind, topic or sequence");
        }
        members(projection, room);
        messages(projection, room);
    }

    private void members(Findings.Projection projection, RoomReplay room) {
        Map<String, Findings.Member> found = new HashMap<>();
        for (Findings.Member member : projection.members()) {
            found.put(member.id(), new Findings.Member(member.id(), member.role(), member.joinedSequence(), 0));
        }
        if (!found.equals(room.members())
                || found.size() != projection.members().size()) {
            unlike(
                    projection,
                    "members found=" + found.values() + " replayed="
                            + room.members().values());
        }
    }

    private void messages(Findings.Projection projection, RoomReplay room) {
        List<Findings.Message> found = projection.messages();
        if (found.size() != room.messages().size()) {
            unlike(
                    projection,
                    "messages found=" + found.size() + " replayed="
                            + room.messages().size());
        }
        for (Findings.Message message : found) {
            MessageState state = room.messages().get(message.sequence());
            if (state == null || !same(message, state)) {
                unlike(projection, "message sequence=" + message.sequence());
            }
        }
    }

    private static boolean same(Findings.Message found, MessageState state) {
        boolean head = found.by().equals(state.by)
                && found.deleted() == state.deleted
                && found.text().equals(state.text)
                && Objects.equals(found.replyTo(), state.replyTo);
        if (!head || found.deleted()) {
            return head;
        }
        Map<String, Long> reactions = new HashMap<>();
        state.reactions.forEach((emoji, users) -> {
            if (!users.isEmpty()) {
                reactions.put(emoji, (long) users.size());
            }
        });
        return Objects.equals(found.editedSequence(), state.editedSequence)
                && found.reactions().equals(reactions);
    }

    private void unlike(Findings.Projection projection, String what) {
        evidence.violation(Column.PROJECTION, "room=%s: %s", projection.room(), what);
    }
}
