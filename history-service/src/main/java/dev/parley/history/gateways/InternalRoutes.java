package dev.parley.history.gateways;

import dev.parley.contract.ProblemKind;
import dev.parley.history.RouteTimes;
import dev.parley.history.problems.Problem;
import dev.parley.history.problems.Problems;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.function.Function;

/** What stands at which path of the internal port; each refusal is the same problem detail as on the public one. */
@ApplicationScoped
public class InternalRoutes {
    private static final String MEMBERSHIPS = "/internal/memberships";
    private static final String STANDINGS = "/internal/standings";
    private static final String EVENTS = "/internal/events";
    private static final Set<String> PATHS = Set.of(MEMBERSHIPS, STANDINGS, EVENTS);

    private final MembershipsAnswer memberships;
    private final StandingsAnswer standings;
    private final EventsAnswer events;
    private final RouteTimes times;

    InternalRoutes(MembershipsAnswer memberships, StandingsAnswer standings, EventsAnswer events, RouteTimes times) {
        this.memberships = memberships;
        this.standings = standings;
        this.events = events;
        this.times = times;
    }

    Router router(Vertx vertx, ServiceCredential credential, RequestsUnderWay underWay) {
        Router router = Router.router(vertx);
        router.route().handler(context -> admit(context, credential, underWay));
        router.post(MEMBERSHIPS).handler(context -> json(context, memberships::answer));
        router.post(STANDINGS).handler(context -> json(context, standings::answer));
        router.get(EVENTS).handler(this::events);
        router.route().failureHandler(InternalRoutes::fail);
        for (int status : new int[] {404, 405}) {
            router.errorHandler(status, InternalRoutes::fail);
        }
        return router;
    }

    private void admit(RoutingContext context, ServiceCredential credential, RequestsUnderWay underWay) {
        long startedNanos = System.nanoTime();
        underWay.begin();
        context.addEndHandler(ended -> {
            underWay.end();
            String path = context.request().path();
            times.record(PATHS.contains(path) ? path : RouteTimes.NO_ROUTE, System.nanoTime() - startedNanos);
        });
        context.response().putHeader("Cache-Control", "private");
        if (credential.admits(context.request().getHeader("Authorization"))) {
            context.next();
        } else {
            context.response().putHeader("WWW-Authenticate", "Bearer");
            send(context, Problem.of(ProblemKind.UNAUTHENTICATED, "This port needs the service credential."));
        }
    }

    private static void json(RoutingContext context, Function<Buffer, Uni<Buffer>> answer) {
        InternalBody.read(context.request())
                .chain(answer::apply)
                .subscribe()
                .with(
                        json -> context.response()
                                .putHeader("Content-Type", "application/json")
                                .end(json),
                        context::fail);
    }

    private void events(RoutingContext context) {
        events.answer(context.request(), context.response()).subscribe().with(done -> {}, context::fail);
    }

    private static void fail(RoutingContext context) {
        if (context.response().headWritten()) {
            // Half an answer is out: only a broken connection tells the gateway that it is not the whole.
            context.request().connection().close();
            return;
        }
        send(context, problem(context));
    }

    private static Problem problem(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure != null && !(failure instanceof HttpException)) {
            return Problems.of(failure);
        }
        return switch (context.statusCode()) {
            case 404 -> Problem.of(ProblemKind.NOT_FOUND, "There is nothing at this path.");
            case 405 -> Problem.of(ProblemKind.METHOD_NOT_ALLOWED, "This path does not know this method.");
            case 400 -> Problem.of(ProblemKind.INVALID, "The request can't be read.");
            default -> Problems.of(failure == null ? new IllegalStateException("no cause given") : failure);
        };
    }

    private static void send(RoutingContext context, Problem problem) {
        if (problem.code().equals(ProblemKind.UNAVAILABLE.label())) {
            context.response().putHeader("Retry-After", "1");
        }
        context.response()
                .setStatusCode(problem.status())
                .putHeader("Content-Type", Problem.MEDIA_TYPE)
                .end(Json.encodeToBuffer(problem));
    }
}
