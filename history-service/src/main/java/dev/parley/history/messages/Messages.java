package dev.parley.history.messages;

import dev.parley.history.database.Reads;
import dev.parley.history.paging.Page;
import dev.parley.history.paging.Range;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Parts of a room's messages, in the order of the log. */
@ApplicationScoped
public class Messages implements PanacheRepositoryBase<MessageRow, MessageRow.Key> {
    private static final String OF_ROOM = "from MessageRow m left join fetch m.person where m.room = ?1";
    private static final String UP = " order by m.sequence";
    private static final String DOWN = " order by m.sequence desc";

    private final Reads reads;

    Messages(Reads reads) {
        this.reads = reads;
    }

    /** From the newest on, if nothing else is asked for. */
    Uni<Page<MessageRow>> of(UUID room, Range<Long> range, int limit) {
        return switch (range) {
            case Range.Start<Long> newest ->
                read(limit, OF_ROOM + DOWN, room).map(messages -> Page.backward(messages, limit, false));
            case Range.Before<Long>(Long place) -> before(room, place, limit);
            case Range.After<Long>(Long place) ->
                read(limit, OF_ROOM + " and m.sequence > ?2" + UP, room, place)
                        .map(messages -> Page.forward(messages, limit, place > 0));
            case Range.Around<Long>(Long place) -> around(room, place, limit);
        };
    }

    private Uni<Page<MessageRow>> before(UUID room, long place, int limit) {
        return read(limit, OF_ROOM + " and m.sequence < ?2" + DOWN, room, place)
                .map(messages -> Page.backward(messages, limit, true));
    }

    /** Half of the page in front of the place, the rest from the place on. */
    private Uni<Page<MessageRow>> around(UUID room, long place, int limit) {
        int inFront = limit / 2;
        int behind = limit - inFront;
        return before(room, place, inFront)
                .chain(first -> read(behind, OF_ROOM + " and m.sequence >= ?2" + UP, room, place)
                        .map(messages -> Page.joined(first, Page.forward(messages, behind, true))));
    }

    private Uni<List<MessageRow>> read(int limit, String query, Object... parameters) {
        return reads.session(() -> find(query, parameters).page(0, limit + 1).list());
    }
}
