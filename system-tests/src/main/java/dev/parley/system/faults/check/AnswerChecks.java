package dev.parley.system.faults.check;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.system.faults.check.Trials.Key;
import dev.parley.system.faults.check.Trials.Trial;
import dev.parley.system.faults.history.Entry;
import dev.parley.system.faults.history.Findings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What clients were told about their commands, held against the logs. */
final class AnswerChecks {
    private final Evidence evidence;
    private final Map<Key, List<Effect>> effects = new HashMap<>();

    private record Effect(UUID room, Event event) {}

    private record Lane(int connection, UUID room) {}

    private record Placed(long sentAtNanos, long sequence, String command) {}

    AnswerChecks(Evidence evidence) {
        this.evidence = evidence;
        for (RoomReplay room : evidence.rooms()) {
            for (Event event : room.events()) {
                effects.computeIfAbsent(new Key(event.by().id(), event.command()), _ -> new ArrayList<>())
                        .add(new Effect(room.log().room(), event));
            }
        }
    }

    void run() {
        evidence.rooms().forEach(this::holes);
        effects.forEach(this::doubled);
        for (Trial trial : evidence.trials.all()) {
            trial.accepted().ifPresent(accepted -> present(trial, accepted));
            contradicted(trial);
        }
        reordered();
    }

    private void holes(RoomReplay room) {
        long expected = 1;
        for (Event event : room.events()) {
            if (event.sequence() != expected) {
                evidence.violation(
                        Column.HOLES, "room=%s expected=%d found=%d", room.log().room(), expected, event.sequence());
            }
            expected = event.sequence() + 1;
        }
        if (expected != room.log().head() + 1) {
            evidence.violation(
                    Column.HOLES,
                    "room=%s head=%d last=%d",
                    room.log().room(),
                    room.log().head(),
                    expected - 1);
        }
    }

    /** A command's effect is one event, but for those that make a room: theirs is one run of events, each person once. */
    private void doubled(Key key, List<Effect> found) {
        if (found.size() == 1) {
            return;
        }
        UUID room = found.getFirst().room();
        boolean oneRoom = found.stream().allMatch(effect -> effect.room().equals(room));
        boolean creation = found.stream()
                .allMatch(effect -> effect.event().change() instanceof Event.RoomCreated
                        || effect.event().change() instanceof Event.MemberJoined);
        long people = found.stream()
                .map(effect -> effect.event().change())
                .map(change -> change instanceof Event.MemberJoined joined
                        ? joined.user().id()
                        : "")
                .distinct()
                .count();
        long first = found.stream()
                .mapToLong(effect -> effect.event().sequence())
                .min()
                .orElse(0);
        if (!oneRoom || !creation || people != found.size() || first != 1) {
            evidence.violation(
                    Column.DOUBLED,
                    "user=%s command=%s events=%s",
                    key.user(),
                    key.command(),
                    found.stream()
                            .map(effect -> effect.room() + "/" + effect.event().sequence())
                            .toList());
        }
    }

    private void present(Trial trial, Answer.Accepted accepted) {
        RoomReplay room = evidence.room(accepted.room());
        Long sequence = accepted.sequence();
        if (room == null || sequence == null) {
            missing(trial, accepted, "no such room");
        } else if (!room.log().epoch().equals(accepted.epoch())) {
            missing(trial, accepted, "another epoch: " + room.log().epoch());
        } else if (trial.command instanceof Command.Read) {
            pointer(trial, accepted, room, sequence);
        } else if (sequence > room.log().head()) {
            missing(trial, accepted, "the log ends at " + room.log().head());
        } else if (!(trial.command instanceof Command.OpenDirect)) {
            // Opening a direct room that was there already is accepted without an event.
            Event event = room.event(sequence);
            if (event == null
                    || !event.command().equals(trial.key.command())
                    || !event.by().id().equals(trial.key.user())) {
                missing(trial, accepted, "another command's event stands there");
            }
        }
    }

    private void missing(Trial trial, Answer.Accepted accepted, String reason) {
        evidence.violation(
                Column.MISSING,
                "user=%s command=%s type=%s room=%s sequence=%s: %s",
                trial.key.user(),
                trial.key.command(),
                trial.command.type(),
                accepted.room(),
                accepted.sequence(),
                reason);
    }

    /** A read pointer never goes back, unless the member left and came again. */
    private void pointer(Trial trial, Answer.Accepted accepted, RoomReplay room, long sequence) {
        for (Findings.Projection projection : evidence.findings.projections()) {
            if (!projection.room().equals(room.log().room())) {
                continue;
            }
            for (Findings.Member member : projection.members()) {
                boolean sameStay = sequence >= member.joinedSequence();
                if (member.id().equals(trial.key.user()) && sameStay && member.readSequence() < sequence) {
                    missing(trial, accepted, "the read pointer stands at " + member.readSequence());
                }
            }
        }
    }

    private void contradicted(Trial trial) {
        long different = trial.answers.stream()
                .map(Entry.Answered::answer)
                .filter(Answer.Accepted.class::isInstance)
                .distinct()
                .count();
        if (different > 1) {
            evidence.violation(
                    Column.CONTRADICTED,
                    "user=%s command=%s type=%s answers=%s",
                    trial.key.user(),
                    trial.key.command(),
                    trial.command.type(),
                    trial.answers.stream()
                            .map(Entry.Answered::answer)
                            .distinct()
                            .toList());
        }
        if (trial.surelyRefused() && effects.containsKey(trial.key)) {
            evidence.violation(
                    Column.CONTRADICTED,
                    "user=%s command=%s type=%s was refused and is done: %s",
                    trial.key.user(),
                    trial.key.command(),
                    trial.command.type(),
                    trial.answers.getFirst().answer());
        }
    }

    /** Commands of one connection to one room, each sent once, stand in the log as they were sent. */
    private void reordered() {
        long until = evidence.entries.stream()
                .filter(Entry.PartitionsAdded.class::isInstance)
                .mapToLong(Entry::atNanos)
                .min()
                .orElse(Long.MAX_VALUE);
        Map<Lane, List<Placed>> lanes = new HashMap<>();
        for (Trial trial : evidence.trials.all()) {
            Entry.Sent sent = trial.sendings.getFirst();
            List<Effect> found = effects.getOrDefault(trial.key, List.of());
            if (trial.sendings.size() == 1 && found.size() == 1 && answeredBefore(trial, until)) {
                Effect effect = found.getFirst();
                lanes.computeIfAbsent(new Lane(sent.connection(), effect.room()), _ -> new ArrayList<>())
                        .add(new Placed(sent.atNanos(), effect.event().sequence(), trial.key.command()));
            }
        }
        lanes.forEach(this::inOrder);
    }

    private static boolean answeredBefore(Trial trial, long untilNanos) {
        return !trial.answers.isEmpty() && trial.answers.getFirst().atNanos() < untilNanos;
    }

    private void inOrder(Lane lane, List<Placed> placed) {
        placed.sort(Comparator.comparingLong(Placed::sentAtNanos));
        @Nullable Placed before = null;
        for (Placed each : placed) {
            if (before != null && each.sequence() <= before.sequence()) {
                evidence.violation(
                        Column.REORDERED,
                        "connection=%d room=%s command=%s sequence=%d after command=%s sequence=%d",
                        lane.connection(),
                        lane.room(),
                        each.command(),
                        each.sequence(),
                        before.command(),
                        before.sequence());
            }
            before = each;
        }
    }
}
