package dev.parley.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.CloseCode;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChatSocketTest {
    private static Stream<Throwable> everyday() {
        return Stream.of(
                new CorruptedWebSocketFrameException(WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "bytes are not UTF-8"),
                new IOException("Connection reset by peer"),
                new IllegalStateException("Cannot process text frame of size 65536, it would cause message buffer (size"
                        + " 131072) to overflow max message size of 131072"),
                new HttpClosedException("Connection was closed"));
    }

    private static Stream<Throwable> ours() {
        return Stream.of(
                new IllegalStateException("a defect"),
                new ProducerFencedException("Kafka's client is done for"),
                new OutOfMemoryError("direct memory"));
    }

    @ParameterizedTest
    @MethodSource("everyday")
    void what_comes_of_a_client_or_the_network_is_the_clients(Throwable failure) {
        assertThat(ChatSocket.closesWith(failure)).isEqualTo(CloseCode.PROTOCOL_VIOLATION);
    }

    @ParameterizedTest
    @MethodSource("ours")
    void what_fails_here_lets_the_client_come_back(Throwable failure) {
        assertThat(ChatSocket.closesWith(failure)).isEqualTo(CloseCode.UNAVAILABLE);
    }
}
