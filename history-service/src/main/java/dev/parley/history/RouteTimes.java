package dev.parley.history;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
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
    private static final String NO_ROUTE = "none";

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

    private Timer timer(@Nullable ResourceInfo resource) {
        if (resource == null || resource.getResourceMethod() == null) {
            return timer(NO_ROUTE);
        }
        return timer(template(resource.getResourceClass().getAnnotation(Path.class))
                + template(resource.getResourceMethod().getAnnotation(Path.class)));
    }

    private Timer timer(String route) {
        return timers.computeIfAbsent(route, name -> metrics.timer("parley.history", "route", name));
    }

    private static String template(@Nullable Path path) {
        return path == null ? "" : path.value();
    }
}
