package dev.parley.gateway.command;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when commands could be sent at least once; before that, whoever connects would be refused everything. */
@Readiness
@Singleton
final class CommandLogReadiness implements HealthCheck {
    private final CommandPublisher publisher;

    CommandLogReadiness(CommandPublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("commandLog")
                .status(publisher.knowsTopic())
                .build();
    }
}
