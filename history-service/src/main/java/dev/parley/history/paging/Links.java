package dev.parley.history.paging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code Link} header (RFC 8288) of a page: the same request with another place in it. Targets are paths from the
 * root, so that they hold behind any proxy that keeps the path.
 */
public final class Links {
    /** The part that follows in the direction of reading. */
    public static final String NEXT = "next";

    /** The part that a reader in that direction came from. */
    public static final String PREV = "prev";

    private static final Set<String> PLACES = Set.of(Range.BEFORE, Range.AFTER, Range.AROUND);

    private final String path;
    private final Map<String, List<String>> query;
    private final List<String> links = new ArrayList<>(2);

    /** @param query decoded */
    public Links(String path, Map<String, List<String>> query) {
        this.path = path;
        this.query = query;
    }

    /** Empty if this page is the whole list. */
    public Optional<String> header() {
        return links.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", links));
    }

    /** @param place the cursor; its text is what the next request carries */
    public Links add(String relation, String parameter, Object place) {
        StringBuilder target = new StringBuilder(path);
        char separator = '?';
        for (Map.Entry<String, List<String>> kept : query.entrySet()) {
            if (PLACES.contains(kept.getKey())) {
                continue;
            }
            for (String value : kept.getValue()) {
                target.append(separator)
                        .append(encoded(kept.getKey()))
                        .append('=')
                        .append(encoded(value));
                separator = '&';
            }
        }
        target.append(separator).append(parameter).append('=').append(encoded(place.toString()));
        links.add("<" + target + ">; rel=\"" + relation + "\"");
        return this;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
