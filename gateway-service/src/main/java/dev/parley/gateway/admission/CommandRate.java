package dev.parley.gateway.admission;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.parley.contract.Limits;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How many commands a user may send to this gateway: so many a second in the long run, so many at once. */
@Singleton
public final class CommandRate {
    /** Longer than any bucket needs to fill up: a forgotten bucket is a full one. */
    private static final Duration FORGET_AFTER = Duration.ofMinutes(5);

    private final LoadingCache<String, Bucket> buckets;

    CommandRate(Limits limits) {
        this.buckets = Caffeine.newBuilder()
                .expireAfterAccess(FORGET_AFTER)
                .build(_ -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(limits.commandBurst())
                                .refillGreedy(limits.commandsPerSecond(), Duration.ofSeconds(1)))
                        .build());
    }

    /** @return 0 if the command may pass, else after how many whole seconds the next one may */
    public int retryAfterSeconds(String user) {
        ConsumptionProbe probe = buckets.get(user).tryConsumeAndReturnRemaining(1);
        if (probe.isConsumed()) {
            return 0;
        }
        return (int) TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1;
    }
}
