package dev.parley.history.rooms;

import dev.parley.contract.Person;
import dev.parley.history.access.Caller;
import dev.parley.history.database.Reads;
import dev.parley.history.paging.NameCursor;
import dev.parley.history.paging.Page;
import dev.parley.history.paging.Range;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rooms as a caller sees them. What a statement reads of each room is bounded, however long its log is. */
@ApplicationScoped
public class Rooms {
    private static final UUID FIRST = new UUID(0, 0);

    private final Reads reads;

    Rooms(Reads reads) {
        this.reads = reads;
    }

    /** The caller's own, in the order of their ids. */
    Uni<Page<RoomSummary>> of(Caller caller, Range<UUID> range, int limit) {
        return switch (range) {
            case Range.Start<UUID> start ->
                mine(RoomSql.MINE_AFTER, caller, FIRST, limit).map(rooms -> Page.forward(rooms, limit, false));
            case Range.After<UUID>(UUID place) ->
                mine(RoomSql.MINE_AFTER, caller, place, limit).map(rooms -> Page.forward(rooms, limit, true));
            case Range.Before<UUID>(UUID place) ->
                mine(RoomSql.MINE_BEFORE, caller, place, limit).map(rooms -> Page.backward(rooms, limit, true));
            case Range.Around<UUID> never -> throw new IllegalArgumentException("lists have no 'around'");
        };
    }

    /** Open rooms that the caller is not banned from, by name without regard to case, then by id. */
    Uni<Page<Named>> open(Caller caller, String prefix, Range<NameCursor> range, int limit) {
        return switch (range) {
            case Range.Start<NameCursor> start ->
                open(RoomSql.OPEN_AFTER, caller, prefix, new NameCursor("", FIRST.toString()), limit)
                        .map(rooms -> Page.forward(rooms, limit, false));
            case Range.After<NameCursor>(NameCursor place) ->
                open(RoomSql.OPEN_AFTER, caller, prefix, place, limit).map(rooms -> Page.forward(rooms, limit, true));
            case Range.Before<NameCursor>(NameCursor place) ->
                open(RoomSql.OPEN_BEFORE, caller, prefix, place, limit).map(rooms -> Page.backward(rooms, limit, true));
            case Range.Around<NameCursor> never -> throw new IllegalArgumentException("lists have no 'around'");
        };
    }

    /** One room; whether the caller may see it is somebody else's question. */
    Uni<Optional<RoomSummary>> one(Caller caller, UUID room) {
        return reads.rows(RoomSql.ONE, Tuple.of(caller.id(), room), Rooms::summary)
                .map(rooms -> rooms.stream().findFirst());
    }

    private Uni<List<RoomSummary>> mine(String sql, Caller caller, UUID place, int limit) {
        return reads.rows(sql, Tuple.of(caller.id(), place, limit + 1), Rooms::summary);
    }

    private Uni<List<Named>> open(String sql, Caller caller, String prefix, NameCursor place, int limit) {
        Tuple parameters = Tuple.of(caller.id(), prefix, place.name(), UUID.fromString(place.id()))
                .addInteger(limit + 1);
        return reads.rows(sql, parameters, Rooms::named);
    }

    private static Named named(Row row) {
        RoomSummary summary = summary(row);
        return new Named(
                summary, new NameCursor(row.getString("key"), summary.room().toString()));
    }

    private static RoomSummary summary(Row row) {
        return new RoomSummary(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("kind"),
                row.getString("topic"),
                row.getString("epoch"),
                row.getLong("sequence"),
                row.getInteger("members"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getString("role"),
                row.getLong("joined_sequence"),
                row.getLong("read_sequence"),
                row.getInteger("unread"),
                unreadMentions(row),
                lastMessage(row),
                people(row));
    }

    private static @Nullable List<Long> unreadMentions(Row row) {
        Long @Nullable [] sequences = row.getArrayOfLongs("unread_mentions");
        return sequences == null ? null : List.of(sequences);
    }

    private static RoomSummary.@Nullable LastMessage lastMessage(Row row) {
        @Nullable Long sequence = row.getLong("last_sequence");
        if (sequence == null) {
            return null;
        }
        @Nullable OffsetDateTime deletedAt = row.getOffsetDateTime("last_deleted_at");
        return new RoomSummary.LastMessage(
                sequence,
                row.getOffsetDateTime("last_at").toInstant(),
                new Person(row.getString("last_by_id"), row.getString("last_by_name")),
                row.getString("last_text"),
                deletedAt != null);
    }

    private static @Nullable List<Person> people(Row row) {
        String @Nullable [] ids = row.getArrayOfStrings("people_ids");
        if (ids == null) {
            return null;
        }
        String[] names = row.getArrayOfStrings("people_names");
        List<Person> people = new ArrayList<>(ids.length);
        for (int i = 0; i < ids.length; i++) {
            people.add(new Person(ids[i], names[i]));
        }
        return people;
    }

    /** A room, and its place in a list by name. */
    record Named(RoomSummary room, NameCursor place) {}
}
