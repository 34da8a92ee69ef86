package dev.parley.contract.random;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Random text: all planes, right to left, zero width, emoji, what JSON escapes. Never U+0000, never half a pair. */
public final class Texts {
    private static final List<String> HARD = List.of(
            "שלום עולם",
            "مرحبا\u202Eabc\u202C",
            "\u200B\u200C\u200D\u2060\uFEFF",
            "👩‍👩‍👧‍👦",
            "🏳️‍🌈",
            "🇪🇺",
            "👍🏽",
            "e\u0301\u0327\u0489",
            "\u2028\u2029\u0085",
            "\"\\/\b\f\n\r\t",
            "\u0001\u001F\u007F\u009F",
            "\uFFFD\uFFFE\uFFFF",
            "\uD83F\uDFFF\uDBFF\uDFFF",
            "</script><!--",
            "${jndi:x}{0}%s",
            "' OR 1=1; --",
            "漢字かな交じり文",
            "\uE000\uF8FF",
            "ﬁ ß ı İ");

    private Texts() {}

    /** A room id. */
    public static UUID room(Random random) {
        return new UUID(random.nextLong(), random.nextLong());
    }

    /** From nothing to exactly {@code maxCodePoints}; the ends are likely. */
    public static String upTo(Random random, int maxCodePoints) {
        return switch (random.nextInt(8)) {
            case 0 -> "";
            case 1 -> exactly(random, maxCodePoints);
            case 2 -> exactly(random, random.nextInt(maxCodePoints + 1));
            default -> exactly(random, random.nextInt(Math.min(maxCodePoints, 40) + 1));
        };
    }

    /** Like {@link #upTo}, with something that is not white space. */
    public static String visible(Random random, int maxCodePoints) {
        String text = upTo(random, maxCodePoints);
        return text.isBlank() ? "x" : text;
    }

    /** A command's id or the like: 1 to {@code maxCodePoints} of any character. */
    public static String nonEmpty(Random random, int maxCodePoints) {
        String text = upTo(random, maxCodePoints);
        return text.isEmpty() ? "7" : text;
    }

    /** At most so many UTF-16 characters. */
    public static String characters(Random random, int maxCharacters) {
        String text = nonEmpty(random, maxCharacters);
        while (text.length() > maxCharacters) {
            text = text.substring(0, text.offsetByCodePoints(text.length(), -1));
        }
        return text;
    }

    /** At most so many bytes in UTF-8, and not blank. */
    public static String bytes(Random random, int maxBytes) {
        String text = upTo(random, maxBytes);
        while (text.getBytes(UTF_8).length > maxBytes) {
            text = text.substring(0, text.offsetByCodePoints(text.length(), -1));
        }
        return text.isBlank() ? "🙂" : text;
    }

    /** So many code points. */
    public static String exactly(Random random, int codePoints) {
        StringBuilder text = new StringBuilder(codePoints * 2);
        int left = codePoints;
        while (left > 0) {
            String hard = HARD.get(random.nextInt(HARD.size()));
            int length = hard.codePointCount(0, hard.length());
            if (length <= left && random.nextInt(4) == 0) {
                text.append(hard);
                left -= length;
            } else {
                text.appendCodePoint(codePoint(random));
                left--;
            }
        }
        return text.toString();
    }

    private static int codePoint(Random random) {
        return switch (random.nextInt(6)) {
            case 0, 1, 2 -> ' ' + random.nextInt(95);
            case 3 -> 1 + random.nextInt(0x7FF);
            case 4 -> {
                int unit = 1 + random.nextInt(0xFFFF);
                yield Character.isSurrogate((char) unit) ? 'x' : unit;
            }
            default -> 0x10000 + random.nextInt(0x100000);
        };
    }
}
