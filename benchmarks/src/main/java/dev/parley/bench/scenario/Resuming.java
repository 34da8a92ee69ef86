package dev.parley.bench.scenario;

import dev.parley.bench.load.Connection;
import dev.parley.bench.load.FrameHandler;
import dev.parley.bench.load.Loop;
import dev.parley.bench.load.Marks;
import dev.parley.bench.target.ParleyDialect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** One client that listens to one room, comes back with its cursor whenever it is thrown out, and checks what it gets. */
final class Resuming implements FrameHandler {
    /** How long somebody who was refused waits before the next try: what a gateway's Retry-After says. */
    private static final long RETRY_MIN_MILLIS = 1_000;

    private static final long RETRY_MAX_MILLIS = 5_000;

    private static final byte[] WELCOME = ascii("{\"type\":\"welcome\"");
    private static final byte[] SUBSCRIBED = ascii("{\"type\":\"subscribed\"");
    private static final byte[] CAUGHT_UP = ascii("{\"type\":\"caughtUp\"");
    private static final byte[] EVENTS = ascii("{\"type\":\"events\"");
    private static final byte[] RESET = ascii("{\"type\":\"reset\"");
    private static final byte[] EVENT = ascii("{\"sequence\":");
    private static final byte[] EPOCH = ascii("\"epoch\":\"");
    private static final byte[] HEAD = ascii("\"sequence\":");

    private final Loop loop;
    private final ParleyDialect dialect;
    private final String user;
    private final String room;
    private final List<URI> doors;
    private final IntConsumer delivered;

    private @Nullable Connection connection;
    private @Nullable String epoch;
    private int door;
    private long last = -1;
    private boolean listens;
    private long lostAtNanos;
    private long retryAtNanos = Long.MAX_VALUE;

    /** From the loss of the connection until everything missed was there, in nanoseconds; 0 while it is not. */
    long backAfterNanos;

    int refusals;
    int resets;
    int holes;
    int repeats;

    /** @param doors addresses of the gateways; the first is where it begins, the others where it comes back */
    Resuming(Loop loop, ParleyDialect dialect, String user, String room, List<URI> doors, IntConsumer delivered) {
        this.loop = loop;
        this.dialect = dialect;
        this.user = user;
        this.room = room;
        this.doors = doors;
        this.delivered = delivered;
        connect();
    }

    private void connect() {
        retryAtNanos = Long.MAX_VALUE;
        connection = loop.connect(doors.get(door), dialect.headers(user), this);
    }

    /** Tries again if it is time to, and says whether it did. */
    boolean tick(long nowNanos) {
        if (nowNanos < retryAtNanos) {
            return false;
        }
        connect();
        return true;
    }

    boolean listens() {
        return listens;
    }

    /** Whether it lost its connection and has caught up since. */
    boolean isBack() {
        return backAfterNanos > 0;
    }

    long last() {
        return last;
    }

    void leave() {
        if (connection != null) {
            connection.close();
        }
        retryAtNanos = Long.MAX_VALUE;
    }

    @Override
    public void opened(Connection opened) {}

    @Override
    public void text(Connection from, byte[] bytes, int start, int end) {
        if (is(EVENTS, bytes, start, end)) {
            events(bytes, start, end);
        } else if (is(WELCOME, bytes, start, end)) {
            String cursor = epoch == null ? "" : ",\"epoch\":\"" + epoch + "\",\"after\":" + last;
            from.send(ascii("{\"type\":\"subscribe\",\"id\":\"listen\",\"rooms\":[{\"room\":\"" + room + "\"" + cursor
                    + "}]}"));
        } else if (is(SUBSCRIBED, bytes, start, end) && epoch == null) {
            String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
            int at = text.indexOf("\"epoch\":\"") + EPOCH.length;
            epoch = text.substring(at, text.indexOf('"', at));
            last = number(bytes, start + text.indexOf("\"sequence\":") + HEAD.length, end);
            listens = true;
        } else if (is(CAUGHT_UP, bytes, start, end)) {
            listens = true;
            backAfterNanos = System.nanoTime() - lostAtNanos;
        } else if (is(RESET, bytes, start, end)) {
            resets++;
        } else {
            dialect.control(from, bytes, start, end);
        }
    }

    private void events(byte[] bytes, int start, int end) {
        for (int at = start; at < end - EVENT.length; at++) {
            if (bytes[at] == '{' && is(EVENT, bytes, at, end)) {
                long sequence = number(bytes, at + EVENT.length, end);
                if (sequence <= last) {
                    repeats++;
                } else if (sequence > last + 1) {
                    holes++;
                }
                last = Math.max(last, sequence);
            }
        }
        Marks.find(bytes, start, end, delivered);
    }

    @Override
    public void closed(Connection gone, int code) {
        long now = System.nanoTime();
        if (listens) {
            lostAtNanos = now;
            backAfterNanos = 0;
            listens = false;
            door = doors.size() == 1 ? 0 : 1 + ThreadLocalRandom.current().nextInt(doors.size() - 1);
            // At once, all together: the worst that clients can do.
            retryAtNanos = now;
        } else {
            refusals++;
            retryAtNanos = now
                    + TimeUnit.MILLISECONDS.toNanos(
                            ThreadLocalRandom.current().nextLong(RETRY_MIN_MILLIS, RETRY_MAX_MILLIS));
        }
    }

    private static long number(byte[] bytes, int from, int end) {
        long number = 0;
        for (int at = from; at < end && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
            number = number * 10 + bytes[at] - '0';
        }
        return number;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean is(byte[] prefix, byte[] bytes, int start, int end) {
        return end - start >= prefix.length
                && java.util.Arrays.equals(prefix, 0, prefix.length, bytes, start, start + prefix.length);
    }
}
