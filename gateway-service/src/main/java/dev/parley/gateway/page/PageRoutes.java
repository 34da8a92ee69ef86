package dev.parley.gateway.page;

import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Answers what is neither an interface nor a socket: a file of the page, {@code /config.json}, or, for every other path
 * without a dot in its last part, the page itself, which knows its own addresses.
 */
@Singleton
final class PageRoutes {
    private static final Pattern NOT_OURS = Pattern.compile("/(api|q|ws)(/.*)?");
    private static final Pattern FILE = Pattern.compile(".*\\.[^/]*");
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final int NOT_MODIFIED = 304;
    private static final int NOT_FOUND = 404;

    private final PageFiles files;
    private final PageFile index;
    private final String policy;
    private final JsonObject configuration;

    PageRoutes(PageConfig config) {
        files = PageFiles.load();
        index = files.index();
        policy = PagePolicy.contentSecurity(config);
        configuration = new JsonObject()
                .put("issuer", config.issuer())
                .put("clientId", config.clientId())
                .put("history", config.history().orElse(""))
                .put("gateways", config.gateways().orElse(List.of()));
    }

    void register(@Observes Router router) {
        router.route()
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .order(RouteConstants.ROUTE_ORDER_DEFAULT)
                .handler(this::answer);
    }

    private void answer(RoutingContext context) {
        String path = context.normalizedPath();
        if (NOT_OURS.matcher(path).matches()) {
            context.next();
            return;
        }
        secure(context.response());
        if (path.equals("/config.json")) {
            context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
            context.end(configuration.toBuffer());
            return;
        }
        Optional<PageFile> file = files.find(path);
        if (file.isPresent()) {
            send(context, file.get());
        } else if (FILE.matcher(path).matches()) {
            context.response().setStatusCode(NOT_FOUND).end();
        } else {
            send(context, index);
        }
    }

    private void secure(HttpServerResponse response) {
        response.putHeader("Content-Security-Policy", policy)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    }

    private static void send(RoutingContext context, PageFile file) {
        HttpServerRequest request = context.request();
        String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        String encoding = file.encodingFor(accepted == null ? "" : accepted);
        String tag = "\"" + file.tag() + "-" + encoding + "\"";
        HttpServerResponse response = context.response()
                .putHeader(HttpHeaders.CACHE_CONTROL, file.immutable() ? FOR_EVER : "no-cache")
                .putHeader(HttpHeaders.VARY, "Accept-Encoding")
                .putHeader(HttpHeaders.ETAG, tag);
        if (tag.equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(NOT_MODIFIED).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, file.type());
        if (!encoding.equals(PageFile.IDENTITY)) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, encoding);
        }
        var bytes = file.bytes(encoding);
        if (request.method() == HttpMethod.HEAD) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(bytes.length()));
            response.end();
        } else {
            response.end(bytes);
        }
    }
}
