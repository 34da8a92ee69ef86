package dev.parley.history.people;

import dev.parley.contract.Person;
import dev.parley.history.database.Reads;
import dev.parley.history.paging.NameCursor;
import dev.parley.history.paging.Page;
import dev.parley.history.paging.Range;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** People, by id and by the beginning of their names. */
@ApplicationScoped
public class People implements PanacheRepositoryBase<PersonRow, String> {
    /**
     * The bounds are ranges of bytes, as the index has them: {@code like} would need the prefix when the statement is
     * planned. chr(1114111) is the last character there is.
     */
    private static final String FORWARD = """
            select id, name, lower(name) as key
            from person
            where lower(name) ~>=~ (case when $2 ~>~ lower($1) then $2 else lower($1) end)
              and lower(name) ~<~ (lower($1) || chr(1114111))
              and (lower(name) ~>~ $2 or (lower(name) ~>=~ $2 and id > $3))
            order by lower(name) using ~<~, id
            limit $4
            """;

    private static final String BACKWARD = """
            select id, name, lower(name) as key
            from person
            where lower(name) ~>=~ lower($1)
              and lower(name) ~<=~ $2
              and (lower(name) ~<~ $2 or id < $3)
              and lower(name) ~<~ (lower($1) || chr(1114111))
            order by lower(name) using ~>~, id desc
            limit $4
            """;

    private final Reads reads;

    People(Reads reads) {
        this.reads = reads;
    }

    Uni<Optional<PersonRow>> known(String id) {
        return reads.session(() -> findById(id)).map(Optional::ofNullable);
    }

    /** By name without regard to case, then by id. */
    Uni<Page<Named>> byName(String prefix, Range<NameCursor> range, int limit) {
        return switch (range) {
            case Range.Before<NameCursor>(NameCursor place) ->
                read(BACKWARD, prefix, place, limit).map(people -> Page.backward(people, limit, true));
            case Range.After<NameCursor>(NameCursor place) ->
                read(FORWARD, prefix, place, limit).map(people -> Page.forward(people, limit, true));
            case Range.Start<NameCursor> start ->
                read(FORWARD, prefix, new NameCursor("", ""), limit).map(people -> Page.forward(people, limit, false));
            case Range.Around<NameCursor> never -> throw new IllegalArgumentException("lists have no 'around'");
        };
    }

    private Uni<List<Named>> read(String sql, String prefix, NameCursor place, int limit) {
        return reads.rows(sql, Tuple.of(prefix, place.name(), place.id(), limit + 1), People::named);
    }

    private static Named named(Row row) {
        String id = row.getString("id");
        return new Named(new Person(id, row.getString("name")), new NameCursor(row.getString("key"), id));
    }

    /** Somebody, and their place in the list. */
    record Named(Person person, NameCursor place) {}
}
