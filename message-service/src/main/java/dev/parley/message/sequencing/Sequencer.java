package dev.parley.message.sequencing;

import dev.parley.contract.Answer.Rejected;
import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.codec.Codec;
import dev.parley.message.room.InRoomRules;
import dev.parley.message.room.Room;
import dev.parley.message.room.RoomRules;
import dev.parley.message.room.Ruling;
import dev.parley.message.sequencing.Needs.RoomMessage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Decides a batch of commands, one after the other, each upon what the ones before it left.
 *
 * <p>Hazard: a batch is replayed after a crash, and a command that was refused then might be accepted now, although its
 * sender was told that nothing was taken. So the store keeps, with every commit, how far the command log is decided; a
 * command from before that mark is never decided again. It gets its first answer if it was accepted, and
 * {@code unavailable} if not: that is true, and the sender may try again.
 */
public final class Sequencer {
    private final Codec codec;
    private final Clock clock;
    private final Supplier<String> epochs;

    /** @param epochs a new room's epoch: opaque, never the same for long */
    public Sequencer(Codec codec, Clock clock, Supplier<String> epochs) {
        this.codec = codec;
        this.clock = clock;
        this.epochs = epochs;
    }

    public Decision decide(List<Submission> batch, Known known) {
        Run run = new Run(known, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        batch.forEach(run::decide);
        return run.decision(Needs.of(batch));
    }

    /** One batch. */
    private final class Run {
        private final Known known;
        private final Instant at;
        /** Their events have no JSON yet: a later command of the batch may still empty a text. */
        private final List<Outcome> drafts = new ArrayList<>();

        private final List<AcceptedCommand> accepted = new ArrayList<>();
        private final Map<String, Long> progress = new HashMap<>();

        Run(Known known, Instant at) {
            this.known = known;
            this.at = at;
        }

        void decide(Submission submission) {
            progress.merge(
                    submission.position().partition(), submission.position().offset() + 1, Math::max);
            drafts.add(outcome(submission));
        }

        private Outcome outcome(Submission submission) {
            if (submission.command() instanceof Command.SignIn) {
                return new Outcome.SignedIn(submission);
            }
            Optional<AcceptedCommand> before = known.accepted(submission.key());
            if (before.isPresent()) {
                // Only a replay of the very record may have ended between the commit and the publishing. A client that
                // sends its id again is answered; old events that came again would be news to a gateway.
                List<LoggedEvent> unpublished =
                        known.wasDecided(submission.position()) ? known.logged(before.get()) : List.of();
                return new Outcome.Repeated(submission, before.get(), unpublished);
            }
            if (known.wasDecided(submission.position())) {
                return refused(submission, RejectionCode.UNAVAILABLE, "nothing was taken; send it again");
            }
            return switch (rule(submission)) {
                case Ruling.Refuse refuse -> refused(submission, refuse.code(), refuse.message());
                case Ruling.Write write -> write(submission, write);
                case Ruling.Advance advance -> {
                    Room room = advance.room();
                    yield note(submission, room, room.advance(submission.by().id(), advance.sequence()));
                }
                case Ruling.Stands stands ->
                    note(submission, stands.room(), stands.room().sequence());
            };
        }

        private Ruling rule(Submission submission) {
            return switch (submission.command()) {
                case Command.CreateRoom create -> {
                    @Nullable
                    Room room =
                            known.room(RoomRules.roomOf(create, submission.by().id()));
                    yield RoomRules.create(create, submission.by(), room, known.people(), epochs);
                }
                case Command.OpenDirect open -> {
                    @Nullable
                    Room room =
                            known.room(RoomRules.roomOf(open, submission.by().id()));
                    yield RoomRules.openDirect(open, submission.by(), room, known.people(), epochs);
                }
                case Command.InRoom inRoom ->
                    InRoomRules.rule(inRoom, submission.by(), known.room(inRoom.room()), known.people());
                case Command.SignIn _ -> throw new IllegalStateException("a sign-in is not ruled on");
            };
        }

        private Outcome write(Submission submission, Ruling.Write write) {
            Room room = write.room();
            known.addRoom(room);
            long first = room.sequence() + 1;
            for (Event.Change change : write.changes()) {
                room.write(submission.by(), at, submission.command().id(), change);
            }
            AcceptedCommand command =
                    accept(new AcceptedCommand(submission.key(), room.id(), room.epoch(), first, room.sequence()));
            return new Outcome.Written(submission, command, List.of());
        }

        private Outcome note(Submission submission, Room room, long sequence) {
            return new Outcome.Noted(
                    submission, accept(new AcceptedCommand(submission.key(), room.id(), room.epoch(), null, sequence)));
        }

        private AcceptedCommand accept(AcceptedCommand command) {
            known.addAccepted(command);
            accepted.add(command);
            return command;
        }

        private Outcome refused(Submission submission, RejectionCode code, String message) {
            return new Outcome.Refused(
                    submission, Rejected.of(submission.command().id(), code, message));
        }

        Decision decision(Needs needs) {
            List<Room> rooms = known.rooms().stream()
                    .sorted(Comparator.comparing(Room::id))
                    .toList();
            Bodies bodies = new Bodies();
            rooms.forEach(room -> encode(room, bodies));
            return new Decision(
                    drafts.stream().map(bodies::complete).toList(),
                    at,
                    progress,
                    List.copyOf(needs.senders()),
                    rooms,
                    bodies.events,
                    bodies.redactions,
                    accepted);
        }

        private void encode(Room room, Bodies bodies) {
            for (Event event : room.written()) {
                LoggedEvent logged = LoggedEvent.of(room.id(), room.epoch(), event, json(event));
                bodies.events.add(new Decision.NewEvent(event, logged));
                bodies.now.put(new RoomMessage(room.id(), event.sequence()), logged);
            }
            for (Event event : room.redacted()) {
                LoggedEvent logged = LoggedEvent.of(room.id(), room.epoch(), event, json(event));
                bodies.redactions.add(new Decision.Redaction(room.id(), event.sequence(), logged.body()));
                bodies.now.put(new RoomMessage(room.id(), event.sequence()), logged);
            }
        }
    }

    /** The events of a batch as the log has them once it is committed. */
    private static final class Bodies {
        private final List<Decision.NewEvent> events = new ArrayList<>();
        private final List<Decision.Redaction> redactions = new ArrayList<>();
        private final Map<RoomMessage, LoggedEvent> now = new HashMap<>();

        Outcome complete(Outcome draft) {
            return switch (draft) {
                case Outcome.Written written ->
                    new Outcome.Written(written.submission(), written.accepted(), of(written.accepted()));
                case Outcome.Repeated repeated ->
                    new Outcome.Repeated(
                            repeated.submission(),
                            repeated.accepted(),
                            repeated.events().stream().map(this::current).toList());
                case Outcome.Noted _, Outcome.Refused _, Outcome.SignedIn _ -> draft;
            };
        }

        private List<LoggedEvent> of(AcceptedCommand command) {
            long first = Objects.requireNonNull(command.first(), "a command that wrote events knows the first");
            return LongStream.rangeClosed(first, command.sequence())
                    .mapToObj(sequence -> now.get(new RoomMessage(command.room(), sequence)))
                    .toList();
        }

        private LoggedEvent current(LoggedEvent event) {
            return now.getOrDefault(new RoomMessage(event.room(), event.sequence()), event);
        }
    }

    private String json(Event event) {
        return new String(codec.encode(event), StandardCharsets.UTF_8);
    }
}
