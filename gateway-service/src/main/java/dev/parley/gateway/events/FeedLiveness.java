package dev.parley.gateway.events;

import dev.parley.gateway.connection.DeliveryThread;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Whether the two threads that nothing starts anew still work. Kafka being away is waited for, and is no reason to start
 * anew.
 */
@Liveness
@Singleton
final class FeedLiveness implements HealthCheck {
    private final EventFeed feed;
    private final DeliveryThread delivery;

    FeedLiveness(EventFeed feed, DeliveryThread delivery) {
        this.feed = feed;
        this.delivery = delivery;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("delivery")
                .status(feed.alive() && delivery.alive())
                .withData("feed", feed.alive())
                .withData("delivery", delivery.alive())
                .build();
    }
}
