package dev.parley.message.store;

import dev.parley.contract.Event;
import dev.parley.message.room.Message;
import dev.parley.message.room.Room;
import dev.parley.message.room.Standing;
import dev.parley.message.sequencing.AcceptedCommand;
import dev.parley.message.sequencing.Decision;
import dev.parley.message.sequencing.Decision.NewEvent;
import dev.parley.message.sequencing.Decision.Redaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Writes what was decided, all in one statement.
 *
 * <p>The rows of each table go in by key, because two services that insert the same keys in different orders would wait
 * for each other. A key that is there already, where none may be, fails the transaction: somebody else decided the same.
 */
@ApplicationScoped
public class DecisionWriter {
    private static final String ROOMS_MADE = """
            insert into room (id, kind, name, topic, epoch, sequence, members, owners, created_at)
            select q.*, cast(:at as timestamptz)
            from unnest(cast(:ids as uuid[]), cast(:kinds as text[]), cast(:names as text[]), cast(:topics as text[]),
                cast(:epochs as text[]), cast(:sequences as bigint[]), cast(:members as integer[]),
                cast(:owners as integer[])) as q (id, kind, name, topic, epoch, sequence, members, owners)
            """;
    private static final String ROOMS_MOVED = """
            update room set name = q.name, topic = q.topic, sequence = q.sequence, members = q.members,
                owners = q.owners
            from unnest(cast(:ids as uuid[]), cast(:names as text[]), cast(:topics as text[]),
                cast(:sequences as bigint[]), cast(:members as integer[]), cast(:owners as integer[]))
                as q (id, name, topic, sequence, members, owners)
            where room.id = q.id
            """;
    private static final String PEOPLE = """
            insert into person (id, name, seen_at)
            select q.id, q.name, cast(:at as timestamptz)
            from unnest(cast(:ids as text[]), cast(:names as text[])) as q (id, name)
            on conflict (id) do update set name = excluded.name, seen_at = excluded.seen_at
            """;
    private static final String EVENTS = """
            insert into event (room, sequence, at, type, by_id, command_id, affected, edits, body)
            select q.room, q.sequence, cast(:at as timestamptz), q.type, q.by_id, q.command_id, q.affected, q.edits,
                q.body
            from unnest(cast(:rooms as uuid[]), cast(:sequences as bigint[]), cast(:types as text[]),
                cast(:bys as text[]), cast(:commands as text[]), cast(:affected as text[]), cast(:edits as bigint[]),
                cast(:bodies as text[])) as q (room, sequence, type, by_id, command_id, affected, edits, body)
            """;
    private static final String REDACTIONS = """
            update event set body = q.body
            from unnest(cast(:rooms as uuid[]), cast(:sequences as bigint[]), cast(:bodies as text[]))
                as q (room, sequence, body)
            where event.room = q.room and event.sequence = q.sequence
            """;
    private static final String MESSAGES_POSTED = """
            insert into message (room, sequence, at, by_id, text, reply_to, mentions, edited_at, edited_sequence,
                deleted_at)
            select q.room, q.sequence, cast(:at as timestamptz), q.by_id, q.text, q.reply_to,
                cast(q.mentions as text[]), case when q.edited is not null then cast(:at as timestamptz) end, q.edited,
                case when q.deleted then cast(:at as timestamptz) end
            from unnest(cast(:rooms as uuid[]), cast(:sequences as bigint[]), cast(:bys as text[]),
                cast(:texts as text[]), cast(:replies as bigint[]), cast(:mentions as text[]),
                cast(:edited as bigint[]), cast(:deleted as boolean[]))
                as q (room, sequence, by_id, text, reply_to, mentions, edited, deleted)
            """;
    // A message that was only deleted keeps the mark of its last edit.
    private static final String MESSAGES_CHANGED = """
            update message m set text = q.text, mentions = cast(q.mentions as text[]),
                edited_at = case when q.edited is null then m.edited_at else cast(:at as timestamptz) end,
                edited_sequence = coalesce(q.edited, m.edited_sequence),
                deleted_at = case when q.deleted then cast(:at as timestamptz) else m.deleted_at end
            from unnest(cast(:rooms as uuid[]), cast(:sequences as bigint[]), cast(:texts as text[]),
                cast(:mentions as text[]), cast(:edited as bigint[]), cast(:deleted as boolean[]))
                as q (room, sequence, text, mentions, edited, deleted)
            where m.room = q.room and m.sequence = q.sequence
            """;
    private static final String MEMBERS_PUT = """
            insert into member (room, user_id, role, joined_sequence, read_sequence)
            select * from unnest(cast(:rooms as uuid[]), cast(:users as text[]), cast(:roles as text[]),
                cast(:joined as bigint[]), cast(:read as bigint[]))
            on conflict (room, user_id) do update set role = excluded.role,
                joined_sequence = excluded.joined_sequence, read_sequence = excluded.read_sequence
            """;
    private static final String MEMBERS_GONE = """
            delete from member m using unnest(cast(:rooms as uuid[]), cast(:users as text[])) as q (room, user_id)
            where m.room = q.room and m.user_id = q.user_id
            """;
    private static final String BANS_PUT = """
            insert into ban (room, user_id, reason)
            select * from unnest(cast(:rooms as uuid[]), cast(:users as text[]), cast(:reasons as text[]))
            on conflict (room, user_id) do update set reason = excluded.reason
            """;
    private static final String BANS_GONE = """
            delete from ban b using unnest(cast(:rooms as uuid[]), cast(:users as text[])) as q (room, user_id)
            where b.room = q.room and b.user_id = q.user_id
            """;
    private static final String MARKS_GONE = """
            delete from reaction r
            using unnest(cast(:rooms as uuid[]), cast(:messages as bigint[]), cast(:emoji as text[]),
                cast(:users as text[])) as q (room, message, emoji, user_id)
            where r.room = q.room and r.message = q.message and r.emoji = q.emoji and r.user_id = q.user_id
            """;
    private static final String MARKS_PUT = """
            insert into reaction (room, message, emoji, user_id, sequence)
            select * from unnest(cast(:rooms as uuid[]), cast(:messages as bigint[]), cast(:emoji as text[]),
                cast(:users as text[]), cast(:sequences as bigint[]))
            on conflict (room, message, emoji, user_id) do update set sequence = excluded.sequence
            """;
    private static final String ACCEPTED = """
            insert into accepted_command (user_id, command_id, room, epoch, first_sequence, sequence, answered)
            select q.*, cast(:at as timestamptz)
            from unnest(cast(:users as text[]), cast(:ids as text[]), cast(:rooms as uuid[]), cast(:epochs as text[]),
                cast(:firsts as bigint[]), cast(:lasts as bigint[])) as q
            """;
    private static final String PROGRESS = """
            insert into progress (partition, next_offset)
            select * from unnest(cast(:partitions as text[]), cast(:offsets as bigint[]))
            on conflict (partition) do update
            set next_offset = greatest(progress.next_offset, excluded.next_offset)
            """;

    private static final Comparator<AcceptedCommand> BY_KEY = Comparator.comparing(
                    (AcceptedCommand command) -> command.key().user())
            .thenComparing(command -> command.key().id());

    private final RecentPeople recentPeople;

    public DecisionWriter(RecentPeople recentPeople) {
        this.recentPeople = recentPeople;
    }

    Uni<Void> write(Mutiny.Session session, Decision decision) {
        WriteStatement statement = new WriteStatement();
        Batch batch = new Batch(statement, decision);
        batch.roomsMade();
        batch.roomsMoved();
        batch.people();
        batch.events();
        batch.redactions();
        batch.messagesPosted();
        batch.messagesChanged();
        batch.members();
        batch.bans();
        batch.marks();
        batch.accepted();
        batch.progress();
        return statement.execute(session);
    }

    private record RoomStanding(UUID room, String user, Standing standing) {}

    private record RoomMessage(UUID room, Message message) {}

    private record RoomMark(UUID room, long message, Message.Mark mark, long sequence) {}

    /** The writes of one batch. */
    private final class Batch {
        private final WriteStatement statement;
        private final Decision decision;
        private final Instant at;

        Batch(WriteStatement statement, Decision decision) {
            this.statement = statement;
            this.decision = decision;
            this.at = decision.at();
        }

        void progress() {
            List<Map.Entry<String, Long>> rows = decision.progress().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .toList();
            statement
                    .add("progress", PROGRESS, rows)
                    .column("partitions", String.class, Map.Entry::getKey)
                    .column("offsets", Long.class, Map.Entry::getValue);
        }

        void roomsMade() {
            List<Room> rows = decision.rooms().stream().filter(Room::fresh).toList();
            heads(statement.add("rooms_made", ROOMS_MADE, rows))
                    .column("kinds", String.class, room -> room.kind().label())
                    .column("epochs", String.class, Room::epoch)
                    .at(at);
        }

        void roomsMoved() {
            List<Room> rows = decision.rooms().stream()
                    .filter(room -> !room.fresh() && !room.written().isEmpty())
                    .toList();
            heads(statement.add("rooms_moved", ROOMS_MOVED, rows));
        }

        private WriteStatement.Write<Room> heads(WriteStatement.Write<Room> write) {
            return write.column("ids", UUID.class, Room::id)
                    .column("names", String.class, Room::name)
                    .column("topics", String.class, Room::topic)
                    .column("sequences", Long.class, Room::sequence)
                    .column("members", Integer.class, Room::members)
                    .column("owners", Integer.class, Room::owners);
        }

        void people() {
            statement
                    .add("people", PEOPLE, recentPeople.unseen(decision))
                    .column("ids", String.class, person -> person.id())
                    .column("names", String.class, person -> person.name())
                    .at(at);
        }

        void events() {
            statement
                    .add("events", EVENTS, decision.events())
                    .column("rooms", UUID.class, row -> row.logged().room())
                    .column("sequences", Long.class, row -> row.logged().sequence())
                    .column("types", String.class, row -> row.logged().type())
                    .column("bys", String.class, row -> row.event().by().id())
                    .column("commands", String.class, row -> row.event().command())
                    .column("affected", String.class, row -> row.logged().affected())
                    .column("edits", Long.class, Batch::edits)
                    .column("bodies", String.class, row -> row.logged().body())
                    .at(at);
        }

        private static @Nullable Long edits(NewEvent row) {
            return row.event().change() instanceof Event.MessageEdited edited ? edited.message() : null;
        }

        void redactions() {
            statement
                    .add("redactions", REDACTIONS, decision.redactions())
                    .column("rooms", UUID.class, Redaction::room)
                    .column("sequences", Long.class, Redaction::sequence)
                    .column("bodies", String.class, Redaction::body);
        }

        void messagesPosted() {
            contents(statement.add("messages_posted", MESSAGES_POSTED, messages(Message::fresh)))
                    .column("bys", String.class, row -> row.message().author())
                    .column("replies", Long.class, row -> row.message().replyTo());
        }

        void messagesChanged() {
            contents(statement.add("messages_changed", MESSAGES_CHANGED, messages(Message::changed)));
        }

        private WriteStatement.Write<RoomMessage> contents(WriteStatement.Write<RoomMessage> write) {
            return write.column("rooms", UUID.class, RoomMessage::room)
                    .column("sequences", Long.class, row -> row.message().sequence())
                    .column("texts", String.class, row -> content(row).text())
                    .column(
                            "mentions",
                            String.class,
                            row -> Columns.arrayLiteral(content(row).mentions()))
                    .column("edited", Long.class, Batch::edited)
                    .column("deleted", Boolean.class, row -> row.message().deletedAt() != null)
                    .at(at);
        }

        /** What a stored message says when nothing but its deletion is known. */
        private static Message.Content content(RoomMessage row) {
            Message.Content content = row.message().content();
            return content == null
                    ? new Message.Content("", List.of(), row.message().sequence(), Instant.EPOCH)
                    : content;
        }

        private static @Nullable Long edited(RoomMessage row) {
            long said = content(row).sequence();
            return said == row.message().sequence() ? null : Long.valueOf(said);
        }

        private List<RoomMessage> messages(Function<Message, Boolean> which) {
            List<RoomMessage> rows = new ArrayList<>();
            for (Room room : decision.rooms()) {
                room.messages().stream()
                        .filter(which::apply)
                        .sorted(Comparator.comparingLong(Message::sequence))
                        .forEach(message -> rows.add(new RoomMessage(room.id(), message)));
            }
            return rows;
        }

        void members() {
            List<RoomStanding> changed = standings(Standing::membershipChanged);
            List<RoomStanding> gone = changed.stream()
                    .filter(row -> row.standing().membership() == null)
                    .toList();
            List<RoomStanding> put = changed.stream()
                    .filter(row -> row.standing().membership() != null)
                    .toList();
            users(statement.add("members_gone", MEMBERS_GONE, gone));
            users(statement.add("members_put", MEMBERS_PUT, put))
                    .column("roles", String.class, row -> membership(row).role().label())
                    .column("joined", Long.class, row -> membership(row).joined())
                    .column("read", Long.class, row -> membership(row).read());
        }

        private static Standing.Membership membership(RoomStanding row) {
            Standing.Membership membership = row.standing().membership();
            if (membership == null) {
                throw new IllegalStateException("not a member");
            }
            return membership;
        }

        void bans() {
            List<RoomStanding> changed = standings(Standing::banChanged);
            List<RoomStanding> gone =
                    changed.stream().filter(row -> row.standing().ban() == null).toList();
            List<RoomStanding> put =
                    changed.stream().filter(row -> row.standing().ban() != null).toList();
            users(statement.add("bans_gone", BANS_GONE, gone));
            users(statement.add("bans_put", BANS_PUT, put)).column("reasons", String.class, Batch::reason);
        }

        private static @Nullable String reason(RoomStanding row) {
            Standing.Ban ban = row.standing().ban();
            return ban == null ? null : ban.reason();
        }

        private WriteStatement.Write<RoomStanding> users(WriteStatement.Write<RoomStanding> write) {
            return write.column("rooms", UUID.class, RoomStanding::room)
                    .column("users", String.class, RoomStanding::user);
        }

        private List<RoomStanding> standings(Function<Standing, Boolean> which) {
            List<RoomStanding> rows = new ArrayList<>();
            for (Room room : decision.rooms()) {
                room.standings().entrySet().stream()
                        .filter(entry -> which.apply(entry.getValue()))
                        .sorted(Map.Entry.comparingByKey())
                        .forEach(entry -> rows.add(new RoomStanding(room.id(), entry.getKey(), entry.getValue())));
            }
            return rows;
        }

        void marks() {
            List<RoomMark> gone = new ArrayList<>();
            List<RoomMark> put = new ArrayList<>();
            for (RoomMessage row : messages(message -> true)) {
                long message = row.message().sequence();
                row.message().removedMarks().forEach(mark -> gone.add(new RoomMark(row.room(), message, mark, 0)));
                row.message()
                        .addedMarks()
                        .forEach((mark, event) -> put.add(new RoomMark(row.room(), message, mark, event)));
            }
            keys(statement.add("marks_gone", MARKS_GONE, gone));
            keys(statement.add("marks_put", MARKS_PUT, put)).column("sequences", Long.class, RoomMark::sequence);
        }

        private WriteStatement.Write<RoomMark> keys(WriteStatement.Write<RoomMark> write) {
            return write.column("rooms", UUID.class, RoomMark::room)
                    .column("messages", Long.class, RoomMark::message)
                    .column("emoji", String.class, row -> row.mark().emoji())
                    .column("users", String.class, row -> row.mark().user());
        }

        void accepted() {
            Collection<AcceptedCommand> rows =
                    decision.accepted().stream().sorted(BY_KEY).toList();
            statement
                    .add("accepted", ACCEPTED, rows)
                    .column("users", String.class, row -> row.key().user())
                    .column("ids", String.class, row -> row.key().id())
                    .column("rooms", UUID.class, AcceptedCommand::room)
                    .column("epochs", String.class, AcceptedCommand::epoch)
                    .column("firsts", Long.class, AcceptedCommand::first)
                    .column("lasts", Long.class, AcceptedCommand::sequence)
                    .at(at);
        }
    }
}
