package dev.parley.system.client;

import dev.parley.contract.frame.Subprotocol;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** How a client asks to be let in: address, token, headers, subprotocols. Immutable. */
public final class Handshake {
    /** One for all: it holds no state between connections, and each would bring threads of its own. */
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI uri;
    private final Map<String, String> headers;
    private final List<String> subprotocols;
    private final boolean answersPings;

    private Handshake(URI uri, Map<String, String> headers, List<String> subprotocols, boolean answersPings) {
        this.uri = uri;
        this.headers = Map.copyOf(headers);
        this.subprotocols = List.copyOf(subprotocols);
        this.answersPings = answersPings;
    }

    public static Handshake with(URI webSocketUri) {
        return new Handshake(webSocketUri, Map.of(), List.of(Subprotocol.NAME), true);
    }

    public Handshake bearer(String token) {
        return header("Authorization", "Bearer " + token);
    }

    /** The token as a browser hands it over: as a second subprotocol. */
    public Handshake browserToken(String token) {
        String carrier = URLEncoder.encode("quarkus-http-upgrade#Authorization#Bearer " + token, StandardCharsets.UTF_8)
                .replace("+", "%20");
        List<String> offered = new ArrayList<>(subprotocols);
        offered.add(carrier);
        return new Handshake(uri, headers, offered, answersPings);
    }

    public Handshake origin(String origin) {
        return header("Origin", origin);
    }

    public Handshake header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Handshake(uri, more, subprotocols, answersPings);
    }

    /** A client that never answers the server's heartbeat. */
    public Handshake silent() {
        return new Handshake(uri, headers, subprotocols, false);
    }

    /** Connects and waits for the welcome. */
    public ParleyClient open() {
        ParleyClient client = connect();
        client.welcome();
        return client;
    }

    /** Connects; the connection may be closed before it welcomes anybody. */
    public ParleyClient connect() {
        Recorder recorder = new Recorder(answersPings);
        WebSocket socket = builder()
                .buildAsync(uri, recorder)
                .orTimeout(Patience.USUAL.toSeconds(), TimeUnit.SECONDS)
                .exceptionally(Handshake::explain)
                .join();
        ParleyClient client = new ParleyClient(socket, recorder);
        recorder.attach(client);
        return client;
    }

    /** Expects to be turned away. */
    public HttpResponse<?> refusal() {
        try {
            builder()
                    .buildAsync(uri, new Recorder(answersPings))
                    .orTimeout(Patience.USUAL.toSeconds(), TimeUnit.SECONDS)
                    .join()
                    .abort();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse();
            }
            throw failed;
        }
        throw new AssertionError("the handshake was accepted");
    }

    private static WebSocket explain(Throwable failure) {
        if (failure instanceof CompletionException
                && failure.getCause() instanceof WebSocketHandshakeException refused) {
            throw new AssertionError(
                    "the handshake was refused with " + refused.getResponse().statusCode(), refused);
        }
        throw new AssertionError("no connection", failure);
    }

    private WebSocket.Builder builder() {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        headers.forEach(builder::header);
        if (!subprotocols.isEmpty()) {
            builder.subprotocols(
                    subprotocols.getFirst(),
                    subprotocols.subList(1, subprotocols.size()).toArray(String[]::new));
        }
        return builder;
    }
}
