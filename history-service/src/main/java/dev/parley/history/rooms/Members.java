package dev.parley.history.rooms;

import dev.parley.history.database.Reads;
import dev.parley.history.paging.Page;
import dev.parley.history.paging.Range;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Who belongs to a room, in the order of their ids. */
@ApplicationScoped
public class Members implements PanacheRepositoryBase<MemberRow, MemberRow.Key> {
    private static final String OF_ROOM = "from MemberRow m join fetch m.person where m.room = ?1";

    private final Reads reads;

    Members(Reads reads) {
        this.reads = reads;
    }

    Uni<Page<MemberRow>> of(UUID room, Range<String> range, int limit) {
        return switch (range) {
            case Range.Start<String> start ->
                read(limit, OF_ROOM + " order by m.user", room).map(members -> Page.forward(members, limit, false));
            case Range.After<String>(String place) ->
                read(limit, OF_ROOM + " and m.user > ?2 order by m.user", room, place)
                        .map(members -> Page.forward(members, limit, true));
            case Range.Before<String>(String place) ->
                read(limit, OF_ROOM + " and m.user < ?2 order by m.user desc", room, place)
                        .map(members -> Page.backward(members, limit, true));
            case Range.Around<String> never -> throw new IllegalArgumentException("lists have no 'around'");
        };
    }

    private Uni<List<MemberRow>> read(int limit, String query, Object... parameters) {
        return reads.session(() -> find(query, parameters).page(0, limit + 1).list());
    }
}
