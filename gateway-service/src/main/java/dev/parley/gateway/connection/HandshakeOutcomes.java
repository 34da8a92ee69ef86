package dev.parley.gateway.connection;

import dev.parley.gateway.admission.Admission;
import dev.parley.gateway.admission.Admission.Handshakes;
import dev.parley.gateway.auth.IdentityProviderAway;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Counts the handshakes that were refused, wherever: most are before {@link Handshake} is asked. And it answers for those
 * that nobody could judge.
 */
@Singleton
final class HandshakeOutcomes {
    private static final String PATH = "/ws";
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final int FIRST_ERROR = 400;
    private static final int FIRST_SERVER_ERROR = 500;
    private static final String AWAY = "parley.identity-provider-away";

    private final Admission admission;
    private final HandshakeQueue queue;

    HandshakeOutcomes(Admission admission, HandshakeQueue queue) {
        this.admission = admission;
        this.queue = queue;
    }

    /** In front of everything else on this path, CORS and authentication included. */
    void install(@Observes Router router) {
        router.route(PATH).order(Integer.MIN_VALUE).handler(this::watch).failureHandler(this::failed);
    }

    private void watch(RoutingContext context) {
        UpgradeRequest.begins(context);
        context.addEndHandler(_ -> {
            int status = context.response().getStatusCode();
            if (status >= FIRST_ERROR) {
                admission.counted(result(status, context));
            }
        });
        if (context.request().headers().contains(HttpHeaders.UPGRADE)) {
            queue.enter(context);
        } else {
            context.next();
        }
    }

    private Handshakes result(int status, RoutingContext context) {
        return switch (status) {
            case UNAUTHORIZED -> Handshakes.UNAUTHORIZED;
            case FORBIDDEN -> Handshakes.FOREIGN_ORIGIN;
            case SERVICE_UNAVAILABLE -> {
                if (context.get(AWAY) != null) {
                    yield Handshakes.UNAVAILABLE;
                }
                yield HandshakeQueue.refusal(context)
                        .orElse(admission.draining() ? Handshakes.DRAINING : Handshakes.FULL);
            }
            default -> status < FIRST_SERVER_ERROR ? Handshakes.INVALID : Handshakes.FAILED;
        };
    }

    /** Whoever cannot be checked now may be welcome later: that is neither 401 nor an error of ours. */
    private void failed(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure == null || !IdentityProviderAway.isCauseOf(failure)) {
            context.next();
            return;
        }
        context.put(AWAY, true);
        context.response()
                .setStatusCode(SERVICE_UNAVAILABLE)
                .putHeader("Retry-After", admission.retryAfterSeconds())
                .end();
    }
}
