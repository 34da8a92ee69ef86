package dev.parley.message.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Rooms, by id. */
@ApplicationScoped
public class RoomRows implements PanacheRepositoryBase<RoomRow, UUID> {
    // Locked after they are sorted, so in ascending order; readers and foreign keys pass such a lock.
    private static final String LOCKED = """
            select id, kind, name, topic, epoch, sequence, members, owners from room
            where id = any(cast(:ids as uuid[])) order by id for no key update
            """;

    /** Those of the rooms that exist, locked until the transaction ends. */
    Uni<List<RoomRow>> locked(Collection<UUID> ids) {
        return getSession()
                .chain(session -> session.createNativeQuery(LOCKED, RoomRow.class)
                        .setParameter("ids", Columns.of(ids, UUID.class))
                        .getResultList());
    }
}
