package dev.parley.system.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.parley.local.service.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** Takes orders over HTTP, from tests in another process: {@code POST /kill} and {@code POST /start} of one gateway. */
final class GatewayDesk implements AutoCloseable {
    private static final int NO_CONTENT = 204;
    private static final int NO_BODY = -1;

    private final HttpServer server;

    private GatewayDesk(HttpServer server) {
        this.server = server;
    }

    static GatewayDesk of(ServiceProcess gateway) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/kill", exchange -> carryOut(exchange, gateway::kill));
            server.createContext("/start", exchange -> carryOut(exchange, gateway::start));
            server.start();
            return new GatewayDesk(server);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void carryOut(HttpExchange exchange, Runnable order) throws IOException {
        try (exchange) {
            order.run();
            exchange.sendResponseHeaders(NO_CONTENT, NO_BODY);
        }
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
