package dev.parley.system.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.system.client.Requests;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Follows {@code Link} headers from page to page, as a client does that knows nothing of cursors. */
final class Pages {
    private static final Pattern LINK = Pattern.compile("<([^>]+)>;\\s*rel=\"(\\w+)\"");
    private static final int MOST_PAGES = 200;

    private final Requests service;
    private final String token;

    Pages(Requests service, String token) {
        this.service = service;
        this.token = token;
    }

    Response get(String pathAndQuery) {
        // The links are encoded already.
        Response response = service.as(token).urlEncodingEnabled(false).get(pathAndQuery);
        assertThat(response.statusCode()).as(pathAndQuery).isEqualTo(200);
        return response;
    }

    /** This page and all behind it in one direction. */
    List<Response> follow(String pathAndQuery, String relation) {
        List<Response> pages = new ArrayList<>();
        Optional<String> next = Optional.of(pathAndQuery);
        while (next.isPresent()) {
            assertThat(pages.size()).as("pages without an end").isLessThan(MOST_PAGES);
            Response page = get(next.get());
            pages.add(page);
            next = link(page, relation);
        }
        return pages;
    }

    static Optional<String> link(Response page, String relation) {
        return page.headers().getValues("Link").stream()
                .flatMap(header -> LINK.matcher(header).results())
                .filter(link -> link.group(2).equals(relation))
                .map(link -> link.group(1))
                .findFirst();
    }

    /** One field of all entries of all pages, page by page. */
    static <T> List<List<T>> column(List<Response> pages, String path) {
        return pages.stream().map(page -> page.jsonPath().<T>getList(path)).toList();
    }
}
