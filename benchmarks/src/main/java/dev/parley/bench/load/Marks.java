package dev.parley.bench.load;

import java.util.function.IntConsumer;

/**
 * Numbers in texts, found again in whatever frame brings them: {@code #~} and ten digits. So one reader counts deliveries
 * of every server, however it wraps and batches them, without parsing.
 */
public final class Marks {
    private static final int DIGITS = 10;

    private Marks() {}

    /** A text of so many bytes that carries the number. */
    public static String text(int number, int bytes) {
        StringBuilder text = new StringBuilder(bytes).append("#~").append("%010d".formatted(number));
        while (text.length() < bytes) {
            text.append(text.length() % 8 == 0 ? ' ' : 'a');
        }
        return text.toString();
    }

    /** Calls for each number between {@code from} and {@code to}. */
    public static void find(byte[] bytes, int from, int to, IntConsumer found) {
        int last = to - DIGITS - 2;
        for (int at = from; at <= last; at++) {
            if (bytes[at] == '#' && bytes[at + 1] == '~') {
                int number = 0;
                for (int digit = 0; digit < DIGITS; digit++) {
                    number = number * 10 + bytes[at + 2 + digit] - '0';
                }
                found.accept(number);
                at += DIGITS + 1;
            }
        }
    }
}
