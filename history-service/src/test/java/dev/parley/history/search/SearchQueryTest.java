package dev.parley.history.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.history.paging.Parameters;
import dev.parley.history.paging.TimeCursor;
import dev.parley.history.problems.ProblemException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SearchQueryTest {
    private static final UUID ROOM = UUID.fromString("5c92cf1e-ee8d-89cc-85f8-355a3d6e4b86");
    private static final TimeCursor PLACE = new TimeCursor(Instant.parse("2026-11-22T18:00:00.123Z"), ROOM, 41);

    @Test
    void every_statement_has_exactly_the_parameters_it_is_given() {
        for (int choice = 0; choice < 8; choice++) {
            Map<String, String> query = new HashMap<>(Map.of("q", "hello"));
            if ((choice & 1) != 0) {
                query.put("room", ROOM.toString());
            }
            if ((choice & 2) != 0) {
                query.put("by", "u1");
            }
            if ((choice & 4) != 0) {
                query.put("before", PLACE.toString());
            }
            SearchQuery search = parse(query);
            for (String sql : statements(search)) {
                assertThat(parametersIn(sql))
                        .as("%s: %s", query, sql)
                        .containsExactlyElementsOf(IntStream.rangeClosed(
                                        1, search.parameters("ada").size())
                                .boxed()
                                .toList());
            }
        }
    }

    @Test
    void every_statement_looks_only_at_rooms_of_the_caller() {
        for (Map<String, String> query :
                new Map[] {Map.of("q", "x"), Map.of("q", "x", "room", ROOM.toString()), Map.of("q", "x", "by", "u2")}) {
            SearchQuery search = parse(query);
            String rooms = "(select room from member where user_id = $1"
                    + (query.containsKey("room") ? " and room = $3)" : ")");
            assertThat(search.amongNewest()).startsWith("with mine as materialized " + rooms);
            assertThat(search.amongAll()).contains("where m.room in " + rooms);
            assertThat(search.parameters("ada").getString(0)).isEqualTo("ada");
        }
    }

    @Test
    void what_is_searched_for_never_becomes_part_of_the_statement() {
        SearchQuery search = parse(Map.of("q", "'; drop table message; --", "by", "' or 1=1"));
        assertThat(statements(search)).noneMatch(sql -> sql.contains("drop") || sql.contains("1=1"));
    }

    @Test
    void one_more_than_the_limit_is_read() {
        SearchQuery search = parse(Map.of("q", "x", "limit", "7"));
        assertThat(search.parameters("ada").getInteger(2)).isEqualTo(8);
    }

    @Test
    void nothing_to_search_for_is_refused() {
        assertRefused(400, Map.of());
        assertRefused(400, Map.of("q", "  "));
        assertRefused(400, Map.of("q", "x".repeat(257)));
    }

    @Test
    void a_room_that_is_none_is_not_found() {
        assertRefused(404, Map.of("q", "x", "room", "nowhere"));
    }

    @Test
    void a_place_in_another_room_is_refused() {
        assertRefused(400, Map.of("q", "x", "room", new UUID(0x8000, 7).toString(), "before", PLACE.toString()));
    }

    private static SearchQuery parse(Map<String, String> query) {
        return SearchQuery.parse(new Parameters(query::get), 200, 50);
    }

    private static void assertRefused(int status, Map<String, String> query) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> parse(query))
                .satisfies(refusal -> assertThat(refusal.problem().status()).isEqualTo(status));
    }

    private static List<String> statements(SearchQuery search) {
        return List.of(search.amongNewest(), search.amongAll());
    }

    /** Each once, in order. */
    private static SortedSet<Integer> parametersIn(String sql) {
        SortedSet<Integer> parameters = new TreeSet<>();
        for (Matcher matcher = Pattern.compile("\\$(\\d+)").matcher(sql); matcher.find(); ) {
            parameters.add(Integer.parseInt(matcher.group(1)));
        }
        return parameters;
    }
}
