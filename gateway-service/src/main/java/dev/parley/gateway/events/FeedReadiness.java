package dev.parley.gateway.events;

import dev.parley.gateway.admission.Admission;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when the broadcast was read up to now, and no longer when draining. Kafka going away later does not make a gateway
 * unready: all of them would be, and those who are connected would have nowhere to go.
 */
@Readiness
@Singleton
final class FeedReadiness implements HealthCheck {
    private final EventFeed feed;
    private final Admission admission;

    FeedReadiness(EventFeed feed, Admission admission) {
        this.feed = feed;
        this.admission = admission;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("broadcast")
                .status(feed.ready() && !admission.draining())
                .withData("caughtUp", feed.ready())
                .withData("draining", admission.draining())
                .build();
    }
}
