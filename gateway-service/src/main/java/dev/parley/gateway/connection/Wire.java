package dev.parley.gateway.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** RFC 6455 on the wire, as far as a server needs it to send text. */
final class Wire {
    private static final int FINAL_TEXT_FRAME = 0x81;
    private static final int LARGEST_HEADER_BYTES = 10;

    private Wire() {}

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
