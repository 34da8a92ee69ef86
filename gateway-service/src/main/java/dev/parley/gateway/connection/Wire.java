package dev.parley.gateway.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;

/** RFC 6455 on the wire: what Vert.x leaves to do. */
final class Wire {
    private static final int FINAL_TEXT_FRAME = 0x81;
    private static final int LARGEST_HEADER_BYTES = 10;

    private Wire() {}

    /**
     * Has text frames checked as they come in. Vert.x reads bytes that are no UTF-8 as U+FFFD, and a text would be stored
     * that nobody sent; section 8.1 wants the connection failed.
     */
    static void refuseWhatIsNoUtf8(Channel channel) {
        ChannelHandlerContext decoder = channel.pipeline().context(WebSocket13FrameDecoder.class);
        if (decoder != null) {
            channel.pipeline().addAfter(decoder.name(), "parley-utf8", new Utf8FrameValidator(true));
        }
    }

    /** A whole text frame, in a direct buffer of which the caller holds the one reference. */
    static ByteBuf text(byte[] utf8) {
        ByteBuf frame = ByteBufAllocator.DEFAULT.directBuffer(utf8.length + LARGEST_HEADER_BYTES);
        frame.writeByte(FINAL_TEXT_FRAME);
        if (utf8.length < 126) {
            frame.writeByte(utf8.length);
        } else if (utf8.length <= 0xFFFF) {
            frame.writeByte(126).writeShort(utf8.length);
        } else {
            frame.writeByte(127).writeLong(utf8.length);
        }
        return frame.writeBytes(utf8);
    }
}
