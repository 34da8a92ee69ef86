package dev.parley.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void a_port_that_somebody_listens_on_is_not_free() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName(Ports.HOST))) {
            assertThat(Ports.isFree(socket.getLocalPort())).isFalse();
            assertThat(Ports.answers(socket.getLocalPort())).isTrue();
        }
    }

    @Test
    void a_port_that_somebody_listens_on_for_every_address_is_not_free() throws IOException {
        try (var socket = new ServerSocket(0)) {
            assertThat(Ports.isFree(socket.getLocalPort())).isFalse();
        }
    }

    @Test
    void a_port_is_waited_for_until_it_is_free_or_time_is_up() throws IOException {
        // None that the system may give to somebody's connection meanwhile.
        var socket = new ServerSocket(Ports.anyFree(), 1, InetAddress.getByName(Ports.HOST));
        assertThat(Ports.becomesFree(socket.getLocalPort(), System.nanoTime())).isFalse();
        socket.close();
        assertThat(Ports.becomesFree(socket.getLocalPort(), System.nanoTime())).isTrue();
    }

    @Test
    void no_free_port_is_given_twice() {
        assertThat(IntStream.range(0, 50)
                        .map(index -> Ports.anyFree())
                        .distinct()
                        .count())
                .isEqualTo(50);
    }

    /** While a server is down, nobody's connection may be given its port. */
    @Test
    void a_free_port_is_none_that_the_system_gives_to_connections() throws IOException {
        Path range = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
        int first = 49_152;
        if (Files.exists(range)) {
            // In one read: what the kernel makes up for it has no second part.
            try (BufferedReader reader = Files.newBufferedReader(range)) {
                first = Integer.parseInt(reader.readLine().split("\\s+")[0]);
            }
        }
        assertThat(IntStream.range(0, 20).map(index -> Ports.anyFree()).max().orElseThrow())
                .isLessThan(first);
    }

    @Test
    void a_chosen_port_stays_and_zero_becomes_a_free_one() {
        assertThat(Ports.orAnyFree(4711)).isEqualTo(4711);
        assertThat(Ports.orAnyFree(0)).isPositive();
    }
}
