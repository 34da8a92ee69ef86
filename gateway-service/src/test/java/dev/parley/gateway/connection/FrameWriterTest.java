package dev.parley.gateway.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a real socket of the system, because what it does is between Netty and that. */
class FrameWriterTest {
    private static final int MORE_THAN_SOCKETS_HOLD = 16 << 20;

    private final CompletableFuture<Channel> accepted = new CompletableFuture<>();
    private EventLoopGroup loops;
    private Socket client;
    private Channel channel;
    private FrameWriter writer;

    @BeforeEach
    void connect() throws Exception {
        assumeTrue(Epoll.isAvailable(), "left out: the native transport is for Linux");
        loops = new EpollEventLoopGroup(1);
        Channel server = new ServerBootstrap()
                .group(loops)
                .channel(EpollServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel one) {
                        accepted.complete(one);
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        client = new Socket(InetAddress.getLoopbackAddress(), ((InetSocketAddress) server.localAddress()).getPort());
        channel = accepted.get(10, TimeUnit.SECONDS);
        writer = new FrameWriter(channel);
    }

    @AfterEach
    void close() throws IOException {
        if (client != null) {
            client.close();
        }
        if (loops != null) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    @Test
    void a_frame_goes_out_with_the_flush_and_not_before() throws Exception {
        ByteBuf frame = frame("hello");

        onLoop(() -> writer.write(frame.retain()));
        assertThat(client.getInputStream().available()).isZero();
        assertThat(onLoopGet(() -> writer.waitingBytes())).isEqualTo(5L);

        onLoop(writer::flush);
        assertThat(read(5)).isEqualTo("hello");
        assertThat(onLoopGet(() -> writer.waitingBytes())).isZero();
        assertUntouchedAndReleased(frame);
    }

    @Test
    void several_frames_go_out_in_their_order() throws Exception {
        ByteBuf frame = frame("ab");
        CompletableFuture<Void> told = new CompletableFuture<>();

        onLoop(() -> {
            writer.write(frame.retain());
            writer.write(frame("cd"));
            writer.write(frame("ef"), channel.newPromise().addListener(_ -> told.complete(null)));
            writer.write(frame.retain());
            writer.flush();
        });

        assertThat(read(8)).isEqualTo("abcdefab");
        told.get(10, TimeUnit.SECONDS);
        assertUntouchedAndReleased(frame);
    }

    @Test
    void what_others_write_comes_behind_what_was_released_to_netty() throws Exception {
        onLoop(() -> {
            writer.write(frame("first"));
            writer.releaseToNetty();
            channel.writeAndFlush(frame(" then"));
        });

        assertThat(read(10)).isEqualTo("first then");
    }

    @Test
    void what_the_socket_does_not_take_at_once_arrives_whole_when_the_client_reads() throws Exception {
        ByteBuf large = ByteBufAllocator.DEFAULT.directBuffer(MORE_THAN_SOCKETS_HOLD);
        for (int i = 0; i < MORE_THAN_SOCKETS_HOLD; i += 4) {
            large.writeInt(i);
        }

        onLoop(() -> {
            writer.write(large.retain());
            writer.flush();
        });
        assertThat(onLoopGet(() -> writer.waitingBytes())).isPositive();
        onLoop(() -> {
            writer.write(frame("end"));
            writer.flush();
        });

        byte[] received = client.getInputStream().readNBytes(MORE_THAN_SOCKETS_HOLD);
        for (int i = 0; i < MORE_THAN_SOCKETS_HOLD; i++) {
            if (received[i] != large.getByte(i)) {
                throw new AssertionError("another byte at " + i);
            }
        }
        assertThat(read(3)).isEqualTo("end");
        assertUntouchedAndReleased(large);
    }

    @Test
    void nothing_is_kept_of_what_a_broken_socket_does_not_take() throws Exception {
        ByteBuf frame = frame("lost");
        client.setSoLinger(true, 0);
        client.close();
        channel.closeFuture().get(10, TimeUnit.SECONDS);

        onLoop(() -> {
            writer.write(frame.retain());
            writer.flush();
            writer.write(frame.retain());
            writer.flush();
        });

        assertUntouchedAndReleased(frame);
    }

    @Test
    void a_channel_that_is_no_socket_of_the_system_gets_everything_through_netty() {
        EmbeddedChannel embedded = new EmbeddedChannel();
        FrameWriter plain = new FrameWriter(embedded);

        plain.write(frame("one"));
        plain.flush();

        ByteBuf sent = embedded.readOutbound();
        assertThat(sent.toString(StandardCharsets.UTF_8)).isEqualTo("one");
        sent.release();
    }

    /** Shared frames keep their indices, and nobody but the test holds them any more. */
    private void assertUntouchedAndReleased(ByteBuf frame) throws Exception {
        onLoop(() -> {});
        assertThat(frame.readerIndex()).isZero();
        assertThat(frame.refCnt()).isOne();
        frame.release();
    }

    private static ByteBuf frame(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBufAllocator.DEFAULT.directBuffer(bytes.length).writeBytes(bytes);
    }

    private String read(int bytes) throws IOException {
        return new String(client.getInputStream().readNBytes(bytes), StandardCharsets.UTF_8);
    }

    private void onLoop(Runnable task) throws Exception {
        channel.eventLoop().submit(task).get(10, TimeUnit.SECONDS);
    }

    private <T> T onLoopGet(java.util.concurrent.Callable<T> task) throws Exception {
        return channel.eventLoop().submit(task).get(10, TimeUnit.SECONDS);
    }
}
