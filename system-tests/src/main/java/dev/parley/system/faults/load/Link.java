package dev.parley.system.faults.load;

import dev.parley.contract.Limits;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.codec.Decoded;
import dev.parley.contract.frame.ClientFrame;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.contract.frame.Subprotocol;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One WebSocket: frames in, frames out, and one word when it is over. */
final class Link implements WebSocket.Listener {
    /** Stands for a connection that broke without a close frame. */
    static final int BROKEN = 1006;

    private static final Codec CODEC = new Codec(Limits.DEFAULT);
    private static final Duration CONNECT_BOUND = Duration.ofSeconds(8);

    /** Called by one thread at a time. */
    interface Owner {
        void received(Link link, Decoded<ServerFrame> frame);

        void ended(Link link, int code);
    }

    private final Owner owner;
    private final int number;
    private final int gateway;
    private final StringBuilder partial = new StringBuilder();
    private volatile @Nullable WebSocket socket;
    private volatile @Nullable CompletableFuture<?> opening;
    private volatile boolean over;
    /** A send must not begin before the one before it ended. */
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);

    /** @param number of the connection, in the history */
    Link(Owner owner, int number, int gateway) {
        this.owner = owner;
        this.number = number;
        this.gateway = gateway;
    }

    int number() {
        return number;
    }

    int gateway() {
        return gateway;
    }

    void open(HttpClient http, URI address, String token) {
        opening = http.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .subprotocols(Subprotocol.NAME)
                .connectTimeout(CONNECT_BOUND)
                .buildAsync(address, this)
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        end(BROKEN);
                    }
                });
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket = opened;
        if (over) {
            opened.abort();
        }
        opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket source, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            String text = partial.toString();
            partial.setLength(0);
            if (!over) {
                owner.received(this, CODEC.serverFrame(text));
            }
        }
        source.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket source, int code, String reason) {
        end(code);
        return null;
    }

    @Override
    public void onError(WebSocket source, Throwable error) {
        end(BROKEN);
    }

    /** What cannot be sent is lost with the connection. */
    synchronized void send(ClientFrame frame) {
        WebSocket open = socket;
        if (open != null && !over) {
            String text = new String(CODEC.encode(frame), StandardCharsets.UTF_8);
            sent = sent.thenCompose(_ -> open.sendText(text, true)).exceptionally(_ -> null);
        }
    }

    /** Without a word; what still comes is not heard. */
    void abort() {
        CompletableFuture<?> begun = opening;
        if (begun != null) {
            begun.cancel(true);
        }
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
        end(BROKEN);
    }

    private void end(int code) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        owner.ended(this, code);
    }
}
