package dev.parley.gateway.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.CloseCode;
import dev.parley.contract.Person;
import dev.parley.gateway.auth.SignedIn;
import dev.parley.gateway.connection.ClientConnection.ConnectionLimits;
import dev.parley.gateway.connection.ClientConnection.Due;
import io.netty.channel.embedded.EmbeddedChannel;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClientConnectionTest {
    private static final long HEARTBEAT = 25_000;
    private static final long GRACE = 10_000;
    private static final long EXPIRES = 300_000;
    private static final long MOVES = 200_000;
    private static final int COMMANDS = 3;
    private static final int OUTBOUND_BYTES = 1_000;

    private final List<Integer> closeFrames = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ClientConnection connection = new ClientConnection(
            socket(),
            channel,
            new SignedIn(new Person("ann", "Ann"), Instant.ofEpochMilli(EXPIRES)),
            0,
            new ConnectionLimits(OUTBOUND_BYTES, COMMANDS),
            MOVES);

    /** Remembers which close frames it was asked to send. */
    private WebSocketConnection socket() {
        return (WebSocketConnection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {WebSocketConnection.class}, (_, method, arguments) -> {
                    if (!method.getName().equals("close") || arguments == null) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    closeFrames.add(((CloseReason) Objects.requireNonNull(arguments[0])).getCode());
                    return Uni.createFrom().voidItem();
                });
    }

    private Due due(long nowMillis) {
        return connection.due(nowMillis, HEARTBEAT, GRACE);
    }

    private void take(int commands) {
        for (int i = 0; i < commands; i++) {
            connection.commandTaken();
        }
    }

    @Test
    void the_socket_is_not_read_while_as_many_commands_wait_as_may() {
        take(COMMANDS - 1);
        assertThat(channel.config().isAutoRead()).isTrue();
        take(1);
        assertThat(channel.config().isAutoRead()).isFalse();

        connection.commandAnswered();
        channel.runPendingTasks();
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void commands_that_had_been_read_already_are_waited_for_too() {
        take(COMMANDS + 2);
        connection.commandAnswered();
        connection.commandAnswered();
        channel.runPendingTasks();
        assertThat(channel.config().isAutoRead()).isFalse();

        connection.commandAnswered();
        channel.runPendingTasks();
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void a_silent_client_is_pinged_once_and_then_given_up() {
        connection.heard(0);
        assertThat(due(HEARTBEAT - 1)).isEqualTo(Due.NOTHING);
        assertThat(due(HEARTBEAT)).isEqualTo(Due.PING);
        assertThat(due(HEARTBEAT + 1)).isEqualTo(Due.NOTHING);
        assertThat(due(HEARTBEAT + GRACE)).isEqualTo(Due.GIVE_UP);
    }

    @Test
    void a_client_that_is_heard_again_is_pinged_again() {
        connection.heard(0);
        assertThat(due(HEARTBEAT)).isEqualTo(Due.PING);
        connection.heard(HEARTBEAT + 1);
        assertThat(due(HEARTBEAT + GRACE)).isEqualTo(Due.NOTHING);
        assertThat(due(2 * HEARTBEAT + 1)).isEqualTo(Due.PING);
    }

    @Test
    void nobody_is_given_up_for_a_silence_that_is_ours() {
        connection.heard(0);
        take(COMMANDS);
        assertThat(due(HEARTBEAT + GRACE)).isEqualTo(Due.NOTHING);

        connection.commandAnswered();
        assertThat(due(2 * HEARTBEAT + GRACE)).isEqualTo(Due.PING);
    }

    @Test
    void a_connection_moves_when_its_time_has_come_and_nothing_waits_and_ends_with_its_token() {
        connection.heard(MOVES);
        take(1);
        assertThat(due(MOVES)).isEqualTo(Due.NOTHING);
        connection.commandAnswered();
        assertThat(due(MOVES)).isEqualTo(Due.MOVE);
        assertThat(due(EXPIRES)).isEqualTo(Due.EXPIRE);
    }

    @Test
    void it_is_closed_once_with_the_first_code_and_nothing_is_written_after_that() {
        connection.close(CloseCode.SILENT);
        connection.close(CloseCode.DRAINING);
        connection.send(new byte[] {'x'});

        assertThat(closeFrames).containsExactly(CloseCode.SILENT.code());
        assertThat(connection.closedWith()).isEqualTo(CloseCode.SILENT);
        assertThat(channel.outboundMessages()).isEmpty();
        assertThat(due(EXPIRES)).isEqualTo(Due.NOTHING);
    }

    @Test
    void closing_reads_on_so_that_the_clients_close_frame_is_seen() {
        take(COMMANDS);
        connection.close(CloseCode.OUTCOME_UNKNOWN);
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void a_client_that_does_not_take_the_close_frame_is_cut_off() {
        connection.close(CloseCode.SILENT);
        channel.advanceTimeBy(6, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(connection.gone()).isTrue();
    }
}
