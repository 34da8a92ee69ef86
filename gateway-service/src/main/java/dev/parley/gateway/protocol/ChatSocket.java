package dev.parley.gateway.protocol;

import dev.parley.contract.CloseCode;
import dev.parley.gateway.auth.SignedIn;
import dev.parley.gateway.connection.ClientConnection;
import dev.parley.gateway.connection.Connections;
import dev.parley.gateway.connection.Handshake;
import io.netty.channel.Channel;
import io.netty.handler.codec.DecoderException;
import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket endpoint. Everything runs on the socket's event loop and returns at once.
 *
 * <p>Concurrent processing sounds wrong and is right: the callbacks complete before they return, so frames are handled in
 * the order they came, and the serial mode's queue, which has no bound, stays empty.
 */
@WebSocket(path = "/ws", inboundProcessingMode = InboundProcessingMode.CONCURRENT)
@Singleton
public final class ChatSocket {
    private static final Logger LOG = Logger.getLogger(ChatSocket.class);
    private static final String TOO_LONG_TOGETHER = "to overflow max message size";

    private final Connections connections;
    private final Conversation conversation;
    private final Clock clock;

    ChatSocket(Connections connections, Conversation conversation, Clock clock) {
        this.connections = connections;
        this.conversation = conversation;
        this.clock = clock;
    }

    @OnOpen
    Uni<Void> opened(WebSocketConnection socket) {
        SignedIn signedIn = socket.userData().get(Handshake.SIGNED_IN);
        Channel channel = socket.userData().get(Handshake.CHANNEL);
        ClientConnection connection = connections.opened(socket, channel, signedIn);
        conversation.opened(connection, signedIn);
        return Uni.createFrom().voidItem();
    }

    @OnTextMessage
    Uni<Void> received(WebSocketConnection socket, String frame) {
        ClientConnection connection = connection(socket);
        if (connection == null || connection.closing()) {
            return Uni.createFrom().voidItem();
        }
        connection.heard(clock.millis());
        return conversation.received(connection, frame);
    }

    @OnBinaryMessage
    Uni<Void> received(WebSocketConnection socket, Buffer frame) {
        ClientConnection connection = connection(socket);
        if (connection != null && !connection.closing()) {
            connection.heard(clock.millis());
            conversation.receivedBinary(connection);
        }
        return Uni.createFrom().voidItem();
    }

    /** Closing it cleans up. */
    @OnError
    Uni<Void> failed(WebSocketConnection socket, Throwable failure) {
        CloseCode code = closesWith(failure);
        if (code == CloseCode.PROTOCOL_VIOLATION) {
            LOG.debugf(failure, "Connection failed connectionId=%s", socket.id());
        } else {
            LOG.errorf(failure, "A frame was not handled connectionId=%s", socket.id());
        }
        ClientConnection connection = connection(socket);
        if (connection != null) {
            connection.close(code);
        }
        return Uni.createFrom().voidItem();
    }

    /**
     * A broken socket, what is no WebSocket frame, or a text that is too long is everyday life. Everything else is a defect
     * here or a want of memory: the client has done nothing wrong, and may come back.
     */
    static CloseCode closesWith(Throwable failure) {
        boolean everyday = failure instanceof DecoderException
                || failure instanceof IOException
                || failure instanceof VertxException
                || isTooLong(failure);
        return everyday ? CloseCode.PROTOCOL_VIOLATION : CloseCode.UNAVAILABLE;
    }

    /** The decoder refuses one frame that is too long; of many that are so together Vert.x says it in words only. */
    private static boolean isTooLong(Throwable failure) {
        return failure instanceof IllegalStateException
                && String.valueOf(failure.getMessage()).contains(TOO_LONG_TOGETHER);
    }

    private static @Nullable ClientConnection connection(WebSocketConnection socket) {
        return socket.userData().get(ClientConnection.KEY);
    }
}
