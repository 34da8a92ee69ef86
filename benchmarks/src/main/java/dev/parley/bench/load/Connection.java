package dev.parley.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The client's end of one WebSocket (RFC 6455): whole text frames both ways, and nothing else. */
public final class Connection {
    /** Without a close frame, as RFC 6455 numbers it. */
    public static final int NO_CLOSE_FRAME = 1006;

    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final byte[] NOTHING = {};

    private final SocketChannel channel;
    private final SelectionKey key;
    private final byte[] request;
    private final FrameHandler handler;
    private State state = State.CONNECTING;
    /** The beginning of what was not whole yet. */
    private byte[] rest = NOTHING;

    private @Nullable ArrayDeque<ByteBuffer> unsent;

    /** Whoever drives the connection may keep something here. */
    public @Nullable Object attachment;

    private enum State {
        CONNECTING,
        UPGRADING,
        OPEN,
        CLOSED
    }

    Connection(Loop loop, InetSocketAddress address, byte[] request, FrameHandler handler) throws IOException {
        this.request = request;
        this.handler = handler;
        this.channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
        this.key = channel.register(loop.selector(), SelectionKey.OP_CONNECT, this);
        channel.connect(address);
    }

    public boolean isOpen() {
        return state == State.OPEN;
    }

    /** Sends one text frame. */
    public void send(byte[] utf8) {
        if (state == State.OPEN) {
            write(frame(TEXT, utf8));
        }
    }

    /** Ends it without a word, as a network does. */
    public void close() {
        state = State.CLOSED;
        key.cancel();
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // Gone is what was wanted.
        }
    }

    void ready(ByteBuffer shared) {
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                state = State.UPGRADING;
                key.interestOps(SelectionKey.OP_READ);
                write(ByteBuffer.wrap(request));
            } else {
                if (key.isWritable()) {
                    writeUnsent();
                }
                if (key.isReadable()) {
                    read(shared);
                }
            }
        } catch (IOException broken) {
            lost(NO_CLOSE_FRAME);
        }
    }

    private void read(ByteBuffer shared) throws IOException {
        shared.clear().position(rest.length);
        shared.put(0, rest);
        int count = channel.read(shared);
        if (count < 0) {
            lost(NO_CLOSE_FRAME);
            return;
        }
        byte[] bytes = shared.array();
        int end = shared.position();
        int taken = state == State.UPGRADING ? upgraded(bytes, end) : 0;
        if (state == State.OPEN) {
            taken = frames(bytes, taken, end);
        }
        rest = taken == end ? NOTHING : Arrays.copyOfRange(bytes, taken, end);
    }

    /** @return how many bytes the answer to the upgrade took; 0 while it is not whole */
    private int upgraded(byte[] bytes, int end) {
        for (int at = 3; at < end; at++) {
            if (bytes[at] == '\n' && bytes[at - 1] == '\r' && bytes[at - 2] == '\n') {
                String status = new String(bytes, 9, 3, StandardCharsets.US_ASCII);
                if (!status.equals("101")) {
                    lost(Integer.parseInt(status));
                    return end;
                }
                state = State.OPEN;
                handler.opened(this);
                return at + 1;
            }
        }
        return 0;
    }

    /** @return where the first frame begins that is not whole */
    private int frames(byte[] bytes, int start, int end) {
        int at = start;
        while (state == State.OPEN && end - at >= 2) {
            int header = 2;
            long length = bytes[at + 1] & 0x7F;
            if (length == 126) {
                header = 4;
                length = end - at < 4 ? end : (bytes[at + 2] & 0xFF) << 8 | bytes[at + 3] & 0xFF;
            } else if (length == 127) {
                header = 10;
                length = end - at < 10 ? end : ByteBuffer.wrap(bytes, at + 2, 8).getLong();
            }
            if (end - at < header + length) {
                break;
            }
            take(bytes[at] & 0x8F, bytes, at + header, at + header + (int) length);
            at += header + (int) length;
        }
        return state == State.OPEN ? at : end;
    }

    private void take(int finAndOpcode, byte[] bytes, int from, int to) {
        switch (finAndOpcode) {
            case 0x80 | TEXT -> handler.text(this, bytes, from, to);
            case 0x80 | PING -> write(frame(PONG, Arrays.copyOfRange(bytes, from, to)));
            case 0x80 | PONG -> {}
            case 0x80 | CLOSE -> lost(to - from < 2 ? 1005 : (bytes[from] & 0xFF) << 8 | bytes[from + 1] & 0xFF);
            default -> throw new IllegalStateException("a frame of a kind that no server here sends: " + finAndOpcode);
        }
    }

    private void lost(int code) {
        if (state != State.CLOSED) {
            close();
            handler.closed(this, code);
        }
    }

    private static ByteBuffer frame(int opcode, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte) (0x80 | opcode));
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            if (payload.length > 0xFFFF) {
                throw new IllegalArgumentException("no load has frames this large");
            }
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        }
        int mask = ThreadLocalRandom.current().nextInt();
        frame.putInt(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ mask >>> (24 - 8 * (i & 3))));
        }
        return frame.flip();
    }

    private void write(ByteBuffer bytes) {
        try {
            if (unsent == null) {
                channel.write(bytes);
            }
            if (bytes.hasRemaining()) {
                if (unsent == null) {
                    unsent = new ArrayDeque<>(2);
                }
                unsent.addLast(bytes);
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            }
        } catch (IOException broken) {
            lost(NO_CLOSE_FRAME);
        }
    }

    private void writeUnsent() throws IOException {
        while (unsent != null) {
            ByteBuffer first = unsent.getFirst();
            channel.write(first);
            if (first.hasRemaining()) {
                return;
            }
            unsent.removeFirst();
            if (unsent.isEmpty()) {
                unsent = null;
                key.interestOps(SelectionKey.OP_READ);
            }
        }
    }
}
