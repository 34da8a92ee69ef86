package dev.parley.gateway.connection;

import dev.parley.gateway.admission.Admission;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * While the gateway drains, who keeps an HTTP connection for the next request is told with each answer that there will be
 * none.
 */
@Singleton
final class LastAnswers {
    private final Admission admission;

    LastAnswers(Admission admission) {
        this.admission = admission;
    }

    void install(@Observes Router router) {
        router.route("/api/*").order(Integer.MIN_VALUE).handler(this::partWhenDraining);
    }

    private void partWhenDraining(RoutingContext context) {
        context.addHeadersEndHandler(_ -> {
            if (admission.draining()) {
                context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
        });
        context.next();
    }
}
