package dev.parley.system.operation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;

/** Takes traces in as a collector does: OTLP over HTTP, protobuf, of which it reads the few fields that tests look at. */
final class TraceReceiver {
    private static final int LENGTH_DELIMITED = 2;
    private static final int WIRE_TYPE_BITS = 3;

    private final Queue<Span> spans = new ConcurrentLinkedQueue<>();
    private final HttpServer server;

    /** @param parent id of the span that this one is part of; empty for the first of a trace */
    record Span(String service, String trace, String id, String parent, String name) {}

    private TraceReceiver(HttpServer server) {
        this.server = server;
    }

    static TraceReceiver start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            TraceReceiver receiver = new TraceReceiver(server);
            server.createContext("/v1/traces", receiver::take);
            server.start();
            return receiver;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Span> ofTrace(String trace) {
        return spans.stream().filter(span -> span.trace().equals(trace)).toList();
    }

    List<Span> all() {
        return List.copyOf(spans);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            ByteBuffer request = ByteBuffer.wrap(exchange.getRequestBody().readAllBytes());
            fields(request, (field, resourceSpans) -> {
                if (field == 1) {
                    takeOfService(resourceSpans);
                }
            });
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private void takeOfService(ByteBuffer resourceSpans) {
        String[] service = {""};
        fields(resourceSpans.duplicate(), (field, resource) -> {
            if (field == 1) {
                fields(resource, (_, attribute) -> service[0] = nameIn(attribute, service[0]));
            }
        });
        fields(resourceSpans, (field, scopeSpans) -> {
            if (field == 2) {
                fields(scopeSpans, (inner, span) -> {
                    if (inner == 2) {
                        spans.add(span(service[0], span));
                    }
                });
            }
        });
    }

    private static String nameIn(ByteBuffer attribute, String otherwise) {
        String[] keyAndValue = {"", ""};
        fields(attribute, (field, content) -> {
            if (field == 1) {
                keyAndValue[0] = text(content);
            } else if (field == 2) {
                fields(content, (_, value) -> keyAndValue[1] = text(value));
            }
        });
        return keyAndValue[0].equals("service.name") ? keyAndValue[1] : otherwise;
    }

    private static Span span(String service, ByteBuffer content) {
        String[] parts = {"", "", "", ""};
        fields(content, (field, value) -> {
            switch (field) {
                case 1 -> parts[0] = hex(value);
                case 2 -> parts[1] = hex(value);
                case 4 -> parts[2] = hex(value);
                case 5 -> parts[3] = text(value);
                default -> {}
            }
        });
        return new Span(service, parts[0], parts[1], parts[2], parts[3]);
    }

    /** Calls back for each length-delimited field of a message, in order; numbers are passed over. */
    private static void fields(ByteBuffer message, BiConsumer<Integer, ByteBuffer> each) {
        while (message.hasRemaining()) {
            long tag = varint(message);
            int wireType = (int) (tag & ((1 << WIRE_TYPE_BITS) - 1));
            switch (wireType) {
                case 0 -> varint(message);
                case 1 -> message.position(message.position() + Long.BYTES);
                case LENGTH_DELIMITED -> {
                    int length = (int) varint(message);
                    each.accept((int) (tag >>> WIRE_TYPE_BITS), message.slice(message.position(), length));
                    message.position(message.position() + length);
                }
                case 5 -> message.position(message.position() + Integer.BYTES);
                default -> throw new IllegalStateException("no protobuf: wire type " + wireType);
            }
        }
    }

    private static long varint(ByteBuffer from) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = from.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return HexFormat.of().formatHex(copy);
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }
}
