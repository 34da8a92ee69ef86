package dev.parley.history.paging;

import dev.parley.history.problems.ProblemException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Query parameters as values; one that is not right is refused by its name. An empty one counts as absent. */
public final class Parameters {
    private static final String LIMIT = "limit";

    private final Function<String, @Nullable String> query;

    /** @param query the first value of a parameter, decoded, or null */
    public Parameters(Function<String, @Nullable String> query) {
        this.query = query;
    }

    /** PostgreSQL has no text with U+0000, so nothing that is asked for has either. */
    public Optional<String> text(String name) {
        String value = query.apply(name);
        if (value == null || value.isEmpty()) {
            return Optional.empty();
        }
        if (value.indexOf('\0') >= 0) {
            throw ProblemException.badParameter(name, "must not contain U+0000");
        }
        return Optional.of(value);
    }

    /** A text of bounded length. */
    public Optional<String> text(String name, int codePointsMax) {
        Optional<String> value = text(name);
        if (value.isPresent() && value.get().codePointCount(0, value.get().length()) > codePointsMax) {
            throw ProblemException.badParameter(name, "must have " + codePointsMax + " characters at most");
        }
        return value;
    }

    /** A place in a room's log. */
    public Optional<Long> sequence(String name, long min) {
        return text(name).map(value -> number(name, value, min, Long.MAX_VALUE, "must be a number from " + min));
    }

    /** Something that is wanted or not; not, if nothing is said. */
    public boolean flag(String name) {
        return text(name)
                .map(value -> switch (value) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw ProblemException.badParameter(name, "must be true or false");
                })
                .orElse(false);
    }

    /** How many a page has at most. */
    public int limit(int max, int otherwise) {
        return text(LIMIT)
                .map(value -> (int) number(LIMIT, value, 1, max, "must be a number from 1 to " + max))
                .orElse(otherwise);
    }

    private static long number(String name, String value, long min, long max, String rule) {
        try {
            long number = Long.parseLong(value);
            // parseLong takes signs and the digits of every script.
            if (number >= min && number <= max && value.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw ProblemException.badParameter(name, rule);
        }
        throw ProblemException.badParameter(name, rule);
    }
}
