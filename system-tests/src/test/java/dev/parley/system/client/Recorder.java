package dev.parley.system.client;

import dev.parley.contract.Limits;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.codec.Decoded;
import dev.parley.contract.frame.ClientFrame;
import dev.parley.contract.frame.ServerFrame;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The listening half of a connection: puts frames together, reads them, writes them down. */
final class Recorder implements WebSocket.Listener {
    /** What the JDK reports when a connection ends without a close frame. */
    static final int ABNORMAL_CLOSURE = 1006;

    private static final Codec CODEC = new Codec(Limits.DEFAULT);

    private final Transcript transcript = new Transcript();
    private final StringBuilder partial = new StringBuilder();
    private final CompletableFuture<ParleyClient> client = new CompletableFuture<>();
    private final boolean answersPings;

    Recorder(boolean answersPings) {
        this.answersPings = answersPings;
    }

    Transcript transcript() {
        return transcript;
    }

    void attach(ParleyClient owner) {
        client.complete(owner);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            String json = partial.toString();
            partial.setLength(0);
            record(json);
        }
        socket.request(1);
        return null;
    }

    private void record(String json) {
        ServerFrame frame = switch (CODEC.serverFrame(json)) {
            case Decoded.Value<ServerFrame>(ServerFrame value) -> value;
            case Decoded.Refusal<ServerFrame> refusal ->
                throw new AssertionError("the server sent what no client can read: " + refusal.message() + ": " + json);
        };
        transcript.add(new Transcript.Received(frame, json));
        if (frame instanceof ServerFrame.Ping && answersPings) {
            var _ = client.thenAccept(owner -> owner.send(new ClientFrame.Pong()));
        }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
        transcript.closed(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        transcript.failed(error);
    }
}
