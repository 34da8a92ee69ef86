package dev.parley.history;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * {@code parley_history_seconds}: how long answers take, by route. The label is the route's template and never a path
 * that somebody sent, so there are as many time series as routes.
 */
@Singleton
public class RouteTimes {
    private static final String STARTED = RouteTimes.class.getName();
    /** The route of what has none. */
    public static final String NO_ROUTE = "none";

    /** Upper bounds of the histogram's buckets: from a read of a few rows in memory to the bound on every read. */
    private static final Duration[] BOUNDS = LongStream.of(
                    1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry metrics;
    private final ConcurrentMap<String, Timer> timers = new ConcurrentHashMap<>();

    RouteTimes(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    @ServerRequestFilter(preMatching = true)
    public void begin(ContainerRequestContext request) {
        request.setProperty(STARTED, System.nanoTime());
    }

    @ServerResponseFilter
    public void end(ContainerRequestContext request, @Nullable ResourceInfo resource) {
        if (request.getProperty(STARTED) instanceof Long startedNanos) {
            timer(resource).record(System.nanoTime() - startedNanos, TimeUnit.NANOSECONDS);
        }
    }

    /** @param route one of few, never something that a request brought along */
    public void record(String route, long nanos) {
        timer(route).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(@Nullable ResourceInfo resource) {
        if (resource == null || resource.getResourceMethod() == null) {
            return timer(NO_ROUTE);
        }
        return timer(template(resource.getResourceClass().getAnnotation(Path.class))
                + template(resource.getResourceMethod().getAnnotation(Path.class)));
    }

    private Timer timer(String route) {
        return timers.computeIfAbsent(
                route,
                name -> Timer.builder("parley.history")
                        .description("Answers, from the request's arrival to the answer's end")
                        .tag("route", name)
                        .serviceLevelObjectives(BOUNDS)
                        .register(metrics));
    }

    private static String template(@Nullable Path path) {
        return path == null ? "" : path.value();
    }
}
