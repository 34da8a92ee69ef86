package dev.parley.system.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.contract.frame.Subprotocol;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A WebSocket client on a bare socket that reads only when told to, with as little room in the kernel as it allows: what the
 * server sends piles up on the server. It can also send what no decent client would.
 */
public final class LazyReader implements AutoCloseable {
    private static final int SMALLEST_BUFFER_BYTES = 4096;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    private LazyReader(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = socket.getOutputStream();
    }

    /** One message, or the end. */
    public sealed interface Read {
        record Text(String json) implements Read {}

        /**
         * The end.
         *
         * @param code the close frame's; {@link Recorder#ABNORMAL_CLOSURE} when the connection ended without one
         */
        record Closed(int code) implements Read {}
    }

    public static LazyReader open(URI webSocketUri, String token) {
        try {
            Socket socket = new Socket();
            // Before connecting: the size decides the window that is announced to the server.
            socket.setReceiveBufferSize(SMALLEST_BUFFER_BYTES);
            socket.setSoTimeout((int) Patience.LONG.toMillis());
            socket.connect(new InetSocketAddress(webSocketUri.getHost(), webSocketUri.getPort()));
            LazyReader reader = new LazyReader(socket);
            reader.shakeHands(webSocketUri, token);
            return reader;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void shakeHands(URI uri, String token) throws IOException {
        String request = "GET " + uri.getPath() + " HTTP/1.1\r\nHost: " + uri.getAuthority()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: " + Subprotocol.NAME
                + "\r\nAuthorization: Bearer " + token + "\r\n\r\n";
        out.write(request.getBytes(ISO_8859_1));
        out.flush();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        if (!head.toString().startsWith("HTTP/1.1 101")) {
            throw new AssertionError("the handshake was refused: " + head.substring(0, head.indexOf("\r\n")));
        }
    }

    public void sendText(String text) {
        send(TEXT, text.getBytes(UTF_8));
    }

    /** A text frame with any bytes, even such as are no text. */
    public void sendTextBytes(byte[] bytes) {
        send(TEXT, bytes);
    }

    private void send(int opcode, byte[] payload) {
        try {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.write(FINAL | opcode);
            if (payload.length < LENGTH_16) {
                frame.write(MASKED | payload.length);
            } else {
                frame.write(MASKED | LENGTH_16);
                frame.write(payload.length >>> 8);
                frame.write(payload.length);
            }
            byte[] mask = new byte[4];
            ThreadLocalRandom.current().nextBytes(mask);
            frame.writeBytes(mask);
            for (int i = 0; i < payload.length; i++) {
                frame.write(payload[i] ^ mask[i % mask.length]);
            }
            out.write(frame.toByteArray());
            out.flush();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Reads the next text or the end, whichever is there first. */
    public Read read() {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        try {
            while (true) {
                int head = in.readUnsignedByte();
                byte[] payload = new byte[length(in.readUnsignedByte())];
                in.readFully(payload);
                int opcode = head & 0x0F;
                if (opcode == CLOSE) {
                    return new Read.Closed(((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF));
                }
                if (opcode > TEXT) {
                    continue;
                }
                message.writeBytes(payload);
                if ((head & FINAL) != 0) {
                    return new Read.Text(message.toString(UTF_8));
                }
            }
        } catch (EOFException | SocketException ended) {
            return new Read.Closed(Recorder.ABNORMAL_CLOSURE);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Reads on until a text contains this, and returns it. */
    public Optional<String> readUntil(String part) {
        while (read() instanceof Read.Text(String json)) {
            if (json.contains(part)) {
                return Optional.of(json);
            }
        }
        return Optional.empty();
    }

    private int length(int first) throws IOException {
        int length = first & 0x7F;
        return switch (length) {
            case LENGTH_16 -> in.readUnsignedShort();
            case LENGTH_64 -> Math.toIntExact(in.readLong());
            default -> length;
        };
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
