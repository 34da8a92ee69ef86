package dev.parley.gateway.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.nio.channels.NotYetConnectedException;
import org.jspecify.annotations.Nullable;

/**
 * Puts whole frames on one socket's way, by the shortest that there is. Event loop only.
 *
 * <p>The frames are bytes of the wire already, so they go past Vert.x' handlers, of which none does anything with them; with
 * TLS in the gateway they can't. And one frame at a time, the usual number, is held here until the flush and then given to
 * the system itself: Netty would make an entry in a list and a view of the buffer for each connection and frame. Whatever
 * the socket does not take at once, and whatever else there is, is Netty's.
 *
 * <p>Hazard: a frame is shared by all who get it. Its indices must never move, so Netty gets views of it.
 */
final class FrameWriter {
    private final Channel channel;
    /** Whether frames may go to the socket past the pipeline: nothing in it changes what is written. */
    private final boolean direct;

    private final @Nullable Socket socket;
    /** Written and not yet flushed, while Netty has nothing. */
    private @Nullable ByteBuf held;

    FrameWriter(Channel channel) {
        this.channel = channel;
        this.direct = channel.pipeline().get(SslHandler.class) == null;
        this.socket =
                direct && channel instanceof EpollSocketChannel epoll && epoll.fd() instanceof Socket its ? its : null;
    }

    /** Writes without a flush; takes over one reference. */
    void write(ByteBuf frame) {
        if (socket != null && held == null && isIdle() && frame.hasMemoryAddress()) {
            held = frame;
            return;
        }
        write(frame, channel.voidPromise());
    }

    /** Writes without a flush, and says when it is written; takes over one reference. */
    void write(ByteBuf frame, ChannelPromise promise) {
        releaseToNetty();
        pass(frame, promise);
    }

    /** Everything that was written so far, in its order. */
    void flush() {
        ByteBuf frame = held;
        if (frame != null && isIdle() && isSent(frame)) {
            return;
        }
        releaseToNetty();
        if (direct) {
            channel.unsafe().flush();
        } else {
            channel.flush();
        }
    }

    /** What the client has not been sent yet. */
    long waitingBytes() {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        return (waiting == null ? 0 : waiting.totalPendingWriteBytes()) + (held == null ? 0 : held.readableBytes());
    }

    /** Leaves what is held to Netty, so that whatever is written by others now comes behind it. */
    void releaseToNetty() {
        ByteBuf frame = held;
        if (frame != null) {
            held = null;
            pass(frame, channel.voidPromise());
        }
    }

    private void pass(ByteBuf frame, ChannelPromise promise) {
        ByteBuf view = frame.duplicate();
        if (direct) {
            channel.unsafe().write(view, promise);
        } else {
            channel.write(view, promise);
        }
    }

    private boolean isIdle() {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        return waiting != null && waiting.isEmpty() && waiting.totalPendingWriteBytes() == 0;
    }

    /** @return whether nothing of it is left to send; if the socket failed, Netty is left to find out and to close */
    private boolean isSent(ByteBuf frame) {
        int sent;
        try {
            sent = socket().sendAddress(frame.memoryAddress(), frame.readerIndex(), frame.writerIndex());
        } catch (IOException | NotYetConnectedException broken) {
            return false;
        }
        held = null;
        if (sent < frame.readableBytes()) {
            ByteBuf rest = frame.slice(frame.readerIndex() + sent, frame.readableBytes() - sent);
            channel.unsafe().write(rest, channel.voidPromise());
            return false;
        }
        frame.release();
        return true;
    }

    private Socket socket() {
        if (socket == null) {
            throw new IllegalStateException("a frame is held only for a socket of the system");
        }
        return socket;
    }
}
