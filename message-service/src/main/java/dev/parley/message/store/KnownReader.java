package dev.parley.message.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.contract.Event;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.codec.Decoded;
import dev.parley.message.room.Message;
import dev.parley.message.room.Message.Mark;
import dev.parley.message.room.Room;
import dev.parley.message.room.Standing;
import dev.parley.message.sequencing.AcceptedCommand;
import dev.parley.message.sequencing.CommandKey;
import dev.parley.message.sequencing.Known;
import dev.parley.message.sequencing.LoggedEvent;
import dev.parley.message.sequencing.Needs;
import dev.parley.message.sequencing.Needs.MessageMark;
import dev.parley.message.sequencing.Needs.RoomMessage;
import dev.parley.message.sequencing.Needs.RoomUser;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a batch needs, each kind of thing with one statement, and none for what the batch does not ask about.
 *
 * <p>The locks come first. At read committed every later statement sees all that the former holder of a lock committed.
 */
@ApplicationScoped
public class KnownReader {
    private static final String PROGRESS = """
            select partition, next_offset from progress
            where partition = any(cast(:partitions as text[])) order by partition for update
            """;
    private static final String ACCEPTED = """
            select c.user_id, c.command_id, c.room, c.epoch, c.first_sequence, c.sequence
            from unnest(cast(:users as text[]), cast(:ids as text[])) as q (user_id, command_id)
            join accepted_command c on c.user_id = q.user_id and c.command_id = q.command_id
            """;
    private static final String LOG = """
            select e.room, q.epoch, e.sequence, e.type, e.affected, e.body
            from unnest(cast(:rooms as uuid[]), cast(:epochs as text[]), cast(:firsts as bigint[]),
                cast(:lasts as bigint[])) as q (room, epoch, first, last)
            join event e on e.room = q.room and e.sequence between q.first and q.last
            """;
    private static final String STANDINGS = """
            select q.room, q.user_id, m.role, m.joined_sequence, m.read_sequence, b.room is not null as banned, b.reason
            from unnest(cast(:rooms as uuid[]), cast(:users as text[])) as q (room, user_id)
            left join member m on m.room = q.room and m.user_id = q.user_id
            left join ban b on b.room = q.room and b.user_id = q.user_id
            """;
    private static final String MESSAGES = """
            select m.room, m.sequence, m.by_id, m.deleted_at is not null as deleted
            from unnest(cast(:rooms as uuid[]), cast(:sequences as bigint[])) as q (room, sequence)
            join message m on m.room = q.room and m.sequence = q.sequence
            """;
    private static final String TEXTS = """
            with q as (
                select * from unnest(cast(:rooms as uuid[]), cast(:sequences as bigint[])) as q (room, sequence)
            )
            select e.room, q.sequence, e.body from q
            join event e on e.room = q.room and e.sequence = q.sequence and e.type = 'message.posted'
            union all
            select e.room, q.sequence, e.body from q
            join event e on e.room = q.room and e.edits = q.sequence
            """;
    private static final String MARKS = """
            select r.room, r.message, r.emoji, r.user_id
            from unnest(cast(:rooms as uuid[]), cast(:sequences as bigint[]), cast(:emoji as text[]),
                cast(:users as text[])) as q (room, message, emoji, user_id)
            join reaction r on r.room = q.room and r.message = q.message and r.emoji = q.emoji
                and r.user_id = q.user_id
            """;
    // From one emoji to the next in the index: a message with ten thousand reactions costs no more than one with few.
    private static final String REACTORS = """
            select q.room, q.message, distinct_emoji.emoji, (
                select count(*) from (
                    select 1 from reaction r
                    where r.room = q.room and r.message = q.message and r.emoji = distinct_emoji.emoji
                    limit :cap
                ) capped
            ) as reactors
            from unnest(cast(:rooms as uuid[]), cast(:sequences as bigint[])) as q (room, message)
            cross join lateral (
                with recursive next (emoji) as (
                    (select r.emoji from reaction r where r.room = q.room and r.message = q.message
                     order by r.emoji limit 1)
                    union all
                    select (select r.emoji from reaction r
                            where r.room = q.room and r.message = q.message and r.emoji > next.emoji
                            order by r.emoji limit 1)
                    from next where next.emoji is not null
                )
                select emoji from next where emoji is not null
            ) distinct_emoji
            """;

    private final RoomRows rooms;
    private final PersonRows people;
    private final Codec codec;

    public KnownReader(RoomRows rooms, PersonRows people, Codec codec) {
        this.rooms = rooms;
        this.people = people;
        this.codec = codec;
    }

    Uni<Known> read(Mutiny.Session session, Needs needs) {
        Known known = new Known();
        return progress(session, needs.partitions(), known)
                .chain(() -> rooms(needs.rooms(), known))
                .chain(() -> accepted(session, needs.commands(), known))
                .chain(() -> log(session, known))
                .chain(() -> people(needs, known))
                .chain(() -> standings(session, needs.standings(known.people()), known))
                .chain(() -> messages(session, needs.messages(), known))
                .chain(() -> texts(session, needs.texts(), known))
                .chain(() -> reactions(session, needs, known))
                .replaceWith(known);
    }

    private static Uni<Void> progress(Mutiny.Session session, Collection<String> partitions, Known known) {
        return rows(
                session.createNativeQuery(PROGRESS).setParameter("partitions", Columns.of(partitions, String.class)),
                row -> known.addProgress(row.text(0), row.number(1)));
    }

    private Uni<Void> rooms(Collection<UUID> ids, Known known) {
        if (ids.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return rooms.locked(ids)
                .invoke(found -> found.forEach(row -> known.addRoom(row.room())))
                .replaceWithVoid();
    }

    private static Uni<Void> accepted(Mutiny.Session session, Collection<CommandKey> keys, Known known) {
        if (keys.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return rows(
                session.createNativeQuery(ACCEPTED)
                        .setParameter("users", Columns.of(keys, String.class, CommandKey::user))
                        .setParameter("ids", Columns.of(keys, String.class, CommandKey::id)),
                row -> known.addAccepted(new AcceptedCommand(
                        new CommandKey(row.text(0), row.text(1)),
                        row.id(2),
                        row.text(3),
                        row.optionalNumber(4),
                        row.number(5))));
    }

    private static Uni<Void> log(Mutiny.Session session, Known known) {
        List<AcceptedCommand> commands = known.accepted().stream()
                .filter(command -> command.first() != null)
                .toList();
        if (commands.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return rows(
                session.createNativeQuery(LOG)
                        .setParameter("rooms", Columns.of(commands, UUID.class, AcceptedCommand::room))
                        .setParameter("epochs", Columns.of(commands, String.class, AcceptedCommand::epoch))
                        .setParameter("firsts", Columns.of(commands, Long.class, AcceptedCommand::first))
                        .setParameter("lasts", Columns.of(commands, Long.class, AcceptedCommand::sequence)),
                row -> known.addLogged(new LoggedEvent(
                        row.id(0), row.text(1), row.number(2), row.text(3), row.optionalText(4), row.text(5))));
    }

    private Uni<Void> people(Needs needs, Known known) {
        Collection<String> names = needs.names();
        Uni<Void> read = needs.people().isEmpty() && names.isEmpty()
                ? Uni.createFrom().voidItem()
                : people.known(needs.people(), names)
                        .invoke(found -> found.forEach(row -> known.people().add(row.person())))
                        .replaceWithVoid();
        // What a sender's token says now is fresher than what was stored of it.
        return read.invoke(() -> needs.senders().forEach(known.people()::add));
    }

    private static Uni<Void> standings(Mutiny.Session session, Collection<RoomUser> asked, Known known) {
        if (asked.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return rows(
                session.createNativeQuery(STANDINGS)
                        .setParameter("rooms", Columns.of(asked, UUID.class, RoomUser::room))
                        .setParameter("users", Columns.of(asked, String.class, RoomUser::user)),
                row -> inRoom(known, row, room -> room.storedStanding(row.text(1), standing(row))));
    }

    private static Standing standing(Row row) {
        String role = row.optionalText(2);
        return new Standing(
                role == null ? null : new Standing.Membership(Labels.role(role), row.number(3), row.number(4)),
                row.flag(5) ? new Standing.Ban(row.optionalText(6)) : null);
    }

    private static Uni<Void> messages(Mutiny.Session session, Collection<RoomMessage> asked, Known known) {
        if (asked.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return rows(
                session.createNativeQuery(MESSAGES)
                        .setParameter("rooms", Columns.of(asked, UUID.class, RoomMessage::room))
                        .setParameter("sequences", Columns.of(asked, Long.class, RoomMessage::sequence)),
                row -> inRoom(
                        known,
                        row,
                        room -> room.storedMessage(Message.stored(row.number(1), row.text(2), row.flag(3)))));
    }

    private Uni<Void> texts(Mutiny.Session session, Collection<RoomMessage> asked, Known known) {
        if (asked.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return rows(
                session.createNativeQuery(TEXTS)
                        .setParameter("rooms", Columns.of(asked, UUID.class, RoomMessage::room))
                        .setParameter("sequences", Columns.of(asked, Long.class, RoomMessage::sequence)),
                row -> inMessage(known, row, message -> message.storedText(event(row.text(2)))));
    }

    private Event event(String body) {
        return switch (codec.event(body.getBytes(UTF_8))) {
            case Decoded.Value<Event> value -> value.value();
            case Decoded.Refusal<Event> refusal ->
                throw new IllegalStateException("the log holds what is no event: " + refusal.message());
        };
    }

    private static Uni<Void> reactions(Mutiny.Session session, Needs needs, Known known) {
        if (needs.marks().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return reactors(session, needs, known).chain(() -> marks(session, needs.marks(), known));
    }

    private static Uni<Void> reactors(Mutiny.Session session, Needs needs, Known known) {
        List<RoomMessage> messages =
                needs.marks().stream().map(MessageMark::message).distinct().toList();
        return rows(
                session.createNativeQuery(REACTORS)
                        .setParameter("cap", needs.reactorsCap())
                        .setParameter("rooms", Columns.of(messages, UUID.class, RoomMessage::room))
                        .setParameter("sequences", Columns.of(messages, Long.class, RoomMessage::sequence)),
                row -> inMessage(
                        known, row, message -> message.storedReactors(row.text(2), Math.toIntExact(row.number(3)))));
    }

    private static Uni<Void> marks(Mutiny.Session session, Collection<MessageMark> marks, Known known) {
        return rows(
                session.createNativeQuery(MARKS)
                        .setParameter(
                                "rooms",
                                Columns.of(
                                        marks,
                                        UUID.class,
                                        mark -> mark.message().room()))
                        .setParameter(
                                "sequences",
                                Columns.of(
                                        marks,
                                        Long.class,
                                        mark -> mark.message().sequence()))
                        .setParameter(
                                "emoji",
                                Columns.of(
                                        marks, String.class, mark -> mark.mark().emoji()))
                        .setParameter(
                                "users",
                                Columns.of(
                                        marks, String.class, mark -> mark.mark().user())),
                row -> inMessage(known, row, message -> message.storedMark(new Mark(row.text(2), row.text(3)))));
    }

    private static void inRoom(Known known, Row row, Consumer<Room> use) {
        @Nullable Room room = known.room(row.id(0));
        if (room != null) {
            use.accept(room);
        }
    }

    private static void inMessage(Known known, Row row, Consumer<Message> use) {
        inRoom(known, row, room -> room.message(row.number(1)).ifPresent(use));
    }

    private static Uni<Void> rows(Mutiny.SelectionQuery<Object> query, Consumer<Row> use) {
        return query.getResultList()
                .invoke(rows -> rows.forEach(row -> use.accept(new Row((Object[]) row))))
                .replaceWithVoid();
    }
}
