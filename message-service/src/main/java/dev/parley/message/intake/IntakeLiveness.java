package dev.parley.message.intake;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Whether commands are still taken at all. A dependency that is away is waited for, and is no reason to start anew. */
@Liveness
@ApplicationScoped
public class IntakeLiveness implements HealthCheck {
    private static final String NAME = "intake";

    private final IntakeWatch watch;

    public IntakeLiveness(IntakeWatch watch) {
        this.watch = watch;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> ended = watch.ended();
        if (ended.isEmpty()) {
            return HealthCheckResponse.up(NAME);
        }
        return HealthCheckResponse.named(NAME)
                .down()
                .withData("reason", ended.get())
                .build();
    }
}
