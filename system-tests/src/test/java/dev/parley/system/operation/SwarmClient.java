package dev.parley.system.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contract.frame.Subprotocol;
import dev.parley.system.environment.User;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One of thousands: listens to one room, comes back when it is sent away, and believes that each event follows the last.
 *
 * <p>Its listener's methods are called one after the other; what other threads read is volatile.
 */
final class SwarmClient implements WebSocket.Listener {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern RETRY = Pattern.compile("draining; retry=(\\d+)");
    private static final int FIRST_BACK_OFF_MILLIS = 1_000;
    private static final int LONGEST_BACK_OFF_MILLIS = 8_000;

    private final Swarm swarm;
    private final User user;
    private final RoomRecord room;
    private final StringBuilder frame = new StringBuilder();
    private @Nullable String epoch;
    private int backOffMillis = FIRST_BACK_OFF_MILLIS;
    private long closedAtNanos;
    private volatile long last = -1;
    private volatile boolean live;
    private volatile boolean leaving;
    private volatile @Nullable WebSocket socket;

    SwarmClient(Swarm swarm, User user, RoomRecord room) {
        this.swarm = swarm;
        this.user = user;
        this.room = room;
    }

    /** Whether it listens and has caught up. */
    boolean isLive() {
        return live;
    }

    boolean hasAll() {
        return live && last >= room.head();
    }

    void connect() {
        if (leaving) {
            return;
        }
        URI gateway = swarm.entrance().any();
        swarm.http()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + user.longLivedToken())
                .subprotocols(Subprotocol.NAME)
                .buildAsync(URI.create(gateway.toString().replaceFirst("^http", "ws") + "/ws"), this)
                .whenComplete((opened, refused) -> {
                    if (refused != null) {
                        swarm.refused();
                        later(ThreadLocalRandom.current().nextInt(backOffMillis));
                        backOffMillis = Math.min(2 * backOffMillis, LONGEST_BACK_OFF_MILLIS);
                    }
                });
    }

    void leave() {
        leaving = true;
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
    }

    private void later(long millis) {
        swarm.timer().schedule(this::connect, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket = opened;
        backOffMillis = FIRST_BACK_OFF_MILLIS;
        opened.request(1);
        String cursor = epoch == null ? "" : ",\"epoch\":\"" + epoch + "\",\"after\":" + last;
        opened.sendText(
                "{\"type\":\"subscribe\",\"id\":\"s\",\"rooms\":[{\"room\":\"" + room.id + "\"" + cursor + "}]}", true);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean whole) {
        frame.append(data);
        if (whole) {
            try {
                take(from, JSON.readTree(frame.toString()));
            } catch (IOException notJson) {
                throw new UncheckedIOException(notJson);
            } finally {
                frame.setLength(0);
            }
        }
        from.request(1);
        return null;
    }

    private void take(WebSocket from, JsonNode said) {
        switch (said.path("type").asText()) {
            case "subscribed" -> {
                if (epoch == null) {
                    epoch = said.path("epoch").asText();
                    last = said.path("sequence").asLong();
                    live = true;
                }
            }
            case "events" -> said.path("events").forEach(this::take);
            case "caughtUp" -> {
                live = true;
                swarm.away().add(System.nanoTime() - closedAtNanos);
            }
            case "reset" -> swarm.violation(this + " was told reset: " + said);
            case "rejected" -> swarm.violation(this + " was refused: " + said);
            case "ping" -> from.sendText("{\"type\":\"pong\"}", true);
            default -> {}
        }
    }

    private void take(JsonNode event) {
        long sequence = event.path("sequence").asLong();
        if (sequence != last + 1) {
            swarm.violation(this + " got " + sequence + " after " + last);
        }
        if (!room.agrees(sequence, event.path("command").asText())) {
            swarm.violation(this + " got another event than others at " + sequence);
        }
        if (event.path("type").asText().equals("message.posted")
                && !room.postedOnce(sequence, event.path("command").asText())) {
            swarm.violation(this + " got a post again at " + sequence);
        }
        last = sequence;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        Matcher hint = RETRY.matcher(reason);
        ended(code, hint.matches() ? Long.parseLong(hint.group(1)) : Swarm.NO_HINT);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable broken) {
        ended(Swarm.BROKEN, Swarm.NO_HINT);
    }

    private void ended(int code, long retryMillis) {
        live = false;
        if (leaving) {
            return;
        }
        closedAtNanos = System.nanoTime();
        frame.setLength(0);
        swarm.closed(code, retryMillis != Swarm.NO_HINT);
        later(retryMillis == Swarm.NO_HINT ? ThreadLocalRandom.current().nextInt(FIRST_BACK_OFF_MILLIS) : retryMillis);
    }

    @Override
    public String toString() {
        return user + " in " + room.id;
    }
}
