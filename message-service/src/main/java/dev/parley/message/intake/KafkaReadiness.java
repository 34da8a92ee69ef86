package dev.parley.message.intake;

import dev.parley.contract.Topics;
import dev.parley.message.batch.Watch;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether Kafka answers and has the topics. */
@Readiness
@ApplicationScoped
public class KafkaReadiness implements HealthCheck {
    private static final String NAME = "kafka";
    private static final List<String> TOPICS =
            List.of(Topics.COMMANDS, Topics.EVENTS, Topics.REPLIES, Topics.DEAD_LETTERS);

    private final KafkaAdministration administration;
    private final IntakeWatch watch;

    public KafkaReadiness(KafkaAdministration administration, IntakeWatch watch) {
        this.administration = administration;
        this.watch = watch;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> waiting = watch.waitingFor(Watch.Dependency.KAFKA);
        if (waiting.isPresent()) {
            return down(waiting.get());
        }
        try {
            administration.check(TOPICS);
        } catch (IllegalStateException away) {
            return down(String.valueOf(away.getCause()));
        }
        return HealthCheckResponse.up(NAME);
    }

    private static HealthCheckResponse down(String reason) {
        return HealthCheckResponse.named(NAME).down().withData("reason", reason).build();
    }
}
