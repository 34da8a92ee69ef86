package dev.parley.system.faults.load;

import dev.parley.local.LocalFailure;
import dev.parley.local.process.Ports;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The ways in: any gateway for most people, always the same one for those who watch it. */
public final class Doors {
    private final List<Integer> ports;
    private final TokenBook tokens;
    private final AtomicInteger connections;
    private final HttpClient http;
    private final @Nullable Integer only;

    /** @param ports of the gateways, as clients reach them */
    public Doors(List<Integer> ports, TokenBook tokens) {
        this(
                List.copyOf(ports),
                tokens,
                new AtomicInteger(),
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .proxy(HttpClient.Builder.NO_PROXY)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build(),
                null);
    }

    private Doors(
            List<Integer> ports, TokenBook tokens, AtomicInteger connections, HttpClient http, @Nullable Integer only) {
        this.ports = ports;
        this.tokens = tokens;
        this.connections = connections;
        this.http = http;
        this.only = only;
    }

    public Doors only(int gateway) {
        return new Doors(ports, tokens, connections, http, gateway);
    }

    public int gateways() {
        return ports.size();
    }

    TokenBook tokens() {
        return tokens;
    }

    Link link(Link.Owner owner, Random random) {
        int gateway = only == null ? random.nextInt(ports.size()) : only;
        return new Link(owner, connections.incrementAndGet(), gateway);
    }

    void open(Link link, String user) {
        try {
            String token = tokens.of(user);
            link.open(http, URI.create("ws://" + Ports.HOST + ":" + ports.get(link.gateway()) + "/ws"), token);
        } catch (LocalFailure noToken) {
            link.abort();
        }
    }
}
