package dev.parley.message.intake;

import dev.parley.message.batch.Watch;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether PostgreSQL answers and takes what is written. */
@Readiness
@ApplicationScoped
public class DatabaseReadiness implements AsyncHealthCheck {
    private static final String NAME = "database";
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(3);

    private final Pool pool;
    private final IntakeWatch watch;

    public DatabaseReadiness(Pool pool, IntakeWatch watch) {
        this.pool = pool;
        this.watch = watch;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        Optional<String> waiting = watch.waitingFor(Watch.Dependency.DATABASE);
        if (waiting.isPresent()) {
            return Uni.createFrom().item(down(waiting.get()));
        }
        return pool.query("select 1")
                .execute()
                .ifNoItem()
                .after(ANSWER_TIMEOUT)
                .fail()
                .map(_ -> HealthCheckResponse.up(NAME))
                .onFailure()
                .recoverWithItem(failure -> down(String.valueOf(failure)));
    }

    private static HealthCheckResponse down(String reason) {
        return HealthCheckResponse.named(NAME).down().withData("reason", reason).build();
    }
}
