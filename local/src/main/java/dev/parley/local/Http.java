package dev.parley.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The HTTP client of everything here: HTTP/1.1, no proxy, bounded. */
public final class Http {
    private static final Duration CONNECT_BOUND = Duration.ofSeconds(5);
    private static final Duration ANSWER_BOUND = Duration.ofSeconds(30);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_BOUND)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();

    private Http() {}

    public static HttpClient client() {
        return CLIENT;
    }

    public static HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(ANSWER_BOUND);
    }

    /** The answer, whatever its status; an {@link IOException} only if there was none. */
    public static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Whether a GET is answered with 200 now. */
    public static boolean answersOk(URI uri) {
        try {
            return send(request(uri).timeout(CONNECT_BOUND)).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }
}
