package dev.parley.history.paging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinksTest {
    @Test
    void a_list_that_is_shown_whole_has_no_links() {
        assertThat(new Links("/api/rooms", Map.of()).header()).isEmpty();
    }

    @Test
    void a_link_keeps_the_query_and_replaces_the_place() {
        Map<String, List<String>> query = new LinkedHashMap<>();
        query.put("limit", List.of("2"));
        query.put("before", List.of("9"));
        query.put("q", List.of("a&b=c d", "é"));
        assertThat(new Links("/api/people", query).add(Links.NEXT, "after", 5L).header())
                .contains("</api/people?limit=2&q=a%26b%3Dc+d&q=%C3%A9&after=5>; rel=\"next\"");
    }

    @Test
    void next_and_prev_stand_in_one_header() {
        assertThat(new Links("/m", Map.of())
                        .add(Links.NEXT, "before", 3L)
                        .add(Links.PREV, "after", 5L)
                        .header())
                .contains("</m?before=3>; rel=\"next\", </m?after=5>; rel=\"prev\"");
    }

    @Test
    void nothing_in_a_query_can_leave_the_link() {
        Map<String, List<String>> query = Map.of("x>; rel=\"evil\"", List.of(">\r\nSet-Cookie: a=b, <"));
        String header =
                new Links("/m", query).add(Links.NEXT, "after", 1).header().orElseThrow();
        assertThat(header).matches("</m\\?[A-Za-z0-9%+=&.*_-]+>; rel=\"next\"");
    }
}
