package dev.parley.history.paging;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** The HTTP side of paging: parameters out of a request, links into an answer. */
public final class PageAnswer {
    private PageAnswer() {}

    public static Parameters parameters(UriInfo uri) {
        return new Parameters(uri.getQueryParameters()::getFirst);
    }

    public static Links links(UriInfo uri) {
        return new Links(uri.getRequestUri().getRawPath(), uri.getQueryParameters());
    }

    public static <T> ResponseBuilder<T> of(T body, Links links) {
        ResponseBuilder<T> answer = ResponseBuilder.ok(body);
        links.header().ifPresent(link -> answer.header(HttpHeaders.LINK, link));
        return answer;
    }

    /** The links of a list that is read from its start: what comes later is next. */
    public static <I> Links links(UriInfo uri, Page<I> page, Function<I, ?> place) {
        return links(uri, page, place, false);
    }

    /** @param backwards whether the list is read towards its start, so that what came earlier is next */
    public static <I> Links links(UriInfo uri, Page<I> page, Function<I, ?> place, boolean backwards) {
        Links links = links(uri);
        if (page.items().isEmpty()) {
            return links;
        }
        if (page.later()) {
            Object last = place.apply(page.items().getLast());
            links.add(backwards ? Links.PREV : Links.NEXT, Range.AFTER, last);
        }
        if (page.earlier()) {
            Object first = place.apply(page.items().getFirst());
            links.add(backwards ? Links.NEXT : Links.PREV, Range.BEFORE, first);
        }
        return links;
    }
}
