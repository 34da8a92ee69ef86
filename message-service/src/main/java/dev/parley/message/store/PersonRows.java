package dev.parley.message.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;

/** People, by id and by name. */
@ApplicationScoped
public class PersonRows implements PanacheRepositoryBase<PersonRow, String> {
    private static final String NAMED = """
            select id, name from person where id = any(cast(:ids as text[]))
            union
            select id, name from person where lower(name) = any(cast(:names as text[]))
            """;

    /** @param names folded */
    Uni<List<PersonRow>> known(Collection<String> ids, Collection<String> names) {
        return getSession()
                .chain(session -> session.createNativeQuery(NAMED, PersonRow.class)
                        .setParameter("ids", Columns.of(ids, String.class))
                        .setParameter("names", Columns.of(names, String.class))
                        .getResultList());
    }
}
