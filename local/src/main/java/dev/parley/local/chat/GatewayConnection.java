package dev.parley.local.chat;

import dev.parley.contract.Limits;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.codec.Decoded;
import dev.parley.contract.frame.ClientFrame;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.contract.frame.Subprotocol;
import dev.parley.local.Http;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One WebSocket to a gateway: frames in, frames out, and one word when it is over. */
final class GatewayConnection implements WebSocket.Listener {
    /** The code that stands for a connection that broke without a close frame. */
    static final int BROKEN = 1006;

    private static final Codec CODEC = new Codec(Limits.DEFAULT);
    /** Longer than a gateway lets anybody wait, or its 503 would not be seen. */
    private static final Duration CONNECT_BOUND = Duration.ofSeconds(15);

    /** Called by the client's threads, one call at a time. */
    interface Events {
        void received(ServerFrame frame);

        void ended(int code, String reason);
    }

    private final Events events;
    private final StringBuilder partial = new StringBuilder();
    private @Nullable WebSocket socket;
    /** A send must not begin before the one before it ended. */
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);

    private GatewayConnection(Events events) {
        this.events = events;
    }

    /** Fails with a {@link WebSocketHandshakeException} if the gateway refused. */
    static CompletableFuture<GatewayConnection> open(URI gateway, String token, Events events) {
        var connection = new GatewayConnection(events);
        var address = URI.create(gateway.toString().replaceFirst("^http", "ws") + "/ws");
        return Http.client()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .subprotocols(Subprotocol.NAME)
                .connectTimeout(CONNECT_BOUND)
                .buildAsync(address, connection)
                .thenApply(opened -> connection);
    }

    @Override
    public void onOpen(WebSocket opened) {
        synchronized (this) {
            socket = opened;
        }
        opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket source, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            var text = partial.toString();
            partial.setLength(0);
            // A frame of a type that we don't know is from a newer gateway and nothing to us.
            if (CODEC.serverFrame(text) instanceof Decoded.Value<ServerFrame>(var frame)) {
                events.received(frame);
            }
        }
        source.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket source, int code, String reason) {
        events.ended(code, reason);
        return null;
    }

    @Override
    public void onError(WebSocket source, Throwable error) {
        events.ended(BROKEN, String.valueOf(error.getMessage()));
    }

    /** What can't be sent is lost with the connection; {@link Events#ended} says so. */
    synchronized void send(ClientFrame frame) {
        var open = socket;
        if (open == null) {
            return;
        }
        var text = new String(CODEC.encode(frame), StandardCharsets.UTF_8);
        sent = sent.thenCompose(done -> open.sendText(text, true)).exceptionally(lost -> null);
    }

    /** An orderly end; returns when the close frame is on its way. */
    synchronized void close() {
        var open = socket;
        if (open != null) {
            sent.thenCompose(done -> open.sendClose(WebSocket.NORMAL_CLOSURE, ""))
                    .orTimeout(2, TimeUnit.SECONDS)
                    .exceptionally(lost -> null)
                    .join();
        }
    }

    /** Without a word, when the peer doesn't answer any more. */
    synchronized void abort() {
        var open = socket;
        if (open != null) {
            open.abort();
        }
    }
}
