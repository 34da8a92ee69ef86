package dev.parley.gateway.admission;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the requests to {@code /api/commands} that have no answer yet: a gateway that ends waits for them. */
@Singleton
public final class CommandRequests {
    private static final String PATH = "/api/commands";

    private final Admission admission;
    private final AtomicInteger underWay = new AtomicInteger();

    CommandRequests(Admission admission) {
        this.admission = admission;
    }

    /** In front of everything else on this path: whoever is refused waits for an answer, too. */
    void install(@Observes Router router) {
        router.route(PATH).order(Integer.MIN_VALUE).handler(this::watch);
    }

    private void watch(RoutingContext context) {
        underWay.incrementAndGet();
        context.addEndHandler(_ -> underWay.decrementAndGet());
        context.addHeadersEndHandler(_ -> sendElsewhere(context));
        context.next();
    }

    /** The connection would be kept for the next request, and that one should come to another gateway. */
    private void sendElsewhere(RoutingContext context) {
        if (admission.draining() && context.request().version() == HttpVersion.HTTP_1_1) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    public int underWay() {
        return underWay.get();
    }
}
