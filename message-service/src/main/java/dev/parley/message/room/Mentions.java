package dev.parley.message.room;

import dev.parley.contract.Limits;
import dev.parley.contract.Person;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom a text mentions: the members whose {@code @name} stands in it.
 *
 * <p>A full stop at the end of "ask @j.doe." may end the name or the sentence. The longer reading is tried first; the
 * shorter is without all the punctuation at the end. An {@code @} inside a word, as in an address, mentions nobody.
 */
public final class Mentions {
    private static final Pattern MENTION = Pattern.compile("(?<![\\p{L}\\p{N}._-])@([\\p{L}\\p{N}._-]++)");
    private static final String PUNCTUATION = "._-";

    private Mentions() {}

    /** Every name, folded, that the text might mean: who has to be known before {@link #resolve}. */
    public static Set<String> names(String text) {
        Set<String> names = new LinkedHashSet<>();
        for (String token : tokens(text)) {
            for (String reading : readings(token)) {
                names.add(People.folded(reading));
            }
        }
        return names;
    }

    /** Ids of the people mentioned, each once, in the order of the text. */
    static List<String> resolve(String text, People people, Predicate<String> isMember) {
        Set<String> mentioned = new LinkedHashSet<>();
        for (String token : tokens(text)) {
            mentioned.addAll(members(token, people, isMember));
        }
        return mentioned.stream().limit(Limits.MENTIONS).toList();
    }

    private static List<String> members(String token, People people, Predicate<String> isMember) {
        for (String reading : readings(token)) {
            List<String> members = people.named(reading).stream()
                    .map(Person::id)
                    .filter(isMember)
                    .toList();
            if (!members.isEmpty()) {
                return members;
            }
        }
        return List.of();
    }

    /** Bounded, so that a text made of nothing but {@code @a @b @c} costs no more than one that mentions the most. */
    private static Set<String> tokens(String text) {
        if (text.indexOf('@') < 0) {
            return Set.of();
        }
        Set<String> tokens = new LinkedHashSet<>();
        Matcher matcher = MENTION.matcher(text);
        while (tokens.size() < Limits.MENTIONS && matcher.find()) {
            String token = matcher.group(1);
            if (token.length() <= Person.ID_MAX_CHARACTERS) {
                tokens.add(token);
            }
        }
        return tokens;
    }

    private static List<String> readings(String token) {
        int end = token.length();
        while (end > 0 && PUNCTUATION.indexOf(token.charAt(end - 1)) >= 0) {
            end--;
        }
        List<String> readings = new ArrayList<>();
        readings.add(token);
        if (end > 0 && end < token.length()) {
            readings.add(token.substring(0, end));
        }
        return readings;
    }
}
