package dev.parley.history.database;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the schema is there and may be read. Liveness has no part in it: a restart does not bring a database back. */
@Readiness
@ApplicationScoped
public class DatabaseReady implements AsyncHealthCheck {
    private static final String NAME = "database";
    private static final String PROBE = "select exists (select from room), exists (select from event)";

    private final Reads reads;

    DatabaseReady(Reads reads) {
        this.reads = reads;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return reads.rows(PROBE, Tuple.tuple(), row -> true)
                .map(answered -> HealthCheckResponse.up(NAME))
                .onFailure()
                .recoverWithItem(HealthCheckResponse.down(NAME));
    }
}
