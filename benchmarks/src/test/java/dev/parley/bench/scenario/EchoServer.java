package dev.parley.bench.scenario;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A WebSocket server for one connection, in a process of its own: greets, and says back whatever it is told. */
final class EchoServer {
    private EchoServer() {}

    public static void main(String[] arguments) throws IOException {
        try (ServerSocket server =
                new ServerSocket(Integer.parseInt(arguments[0]), 16, InetAddress.getLoopbackAddress())) {
            while (true) {
                // One after the other: whoever only looks whether somebody is there is gone at once.
                try (Socket client = server.accept()) {
                    serve(client);
                } catch (IOException gone) {
                    // The next one may be a client.
                }
            }
        }
    }

    private static void serve(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        StringBuilder request = new StringBuilder();
        while (request.indexOf("\r\n\r\n") < 0) {
            request.append((char) in.readUnsignedByte());
        }
        client.getOutputStream()
                .write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        say(client, "in".getBytes(StandardCharsets.US_ASCII));
        while (true) {
            in.readUnsignedByte();
            int length = in.readUnsignedByte() & 0x7F;
            byte[] mask = in.readNBytes(4);
            byte[] text = in.readNBytes(length);
            for (int i = 0; i < text.length; i++) {
                text[i] ^= mask[i & 3];
            }
            say(client, text);
        }
    }

    private static void say(Socket client, byte[] text) throws IOException {
        byte[] frame = new byte[text.length + 2];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) text.length;
        System.arraycopy(text, 0, frame, 2, text.length);
        client.getOutputStream().write(frame);
    }
}
