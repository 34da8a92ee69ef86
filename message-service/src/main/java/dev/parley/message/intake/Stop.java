package dev.parley.message.intake;

import dev.parley.message.batch.Pause;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.reactive.messaging.ChannelRegistry;
import io.smallrye.reactive.messaging.PausableChannel;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The end of the service: no new batch is begun, the batch in hand is finished, and only then does anything close.
 * Whoever waits for a dependency waits on this, and gives up.
 */
@ApplicationScoped
public class Stop implements Pause {
    private static final Logger LOG = Logger.getLogger(Stop.class);
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final ChannelRegistry channels;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Semaphore batchInHand = new Semaphore(1);

    public Stop(ChannelRegistry channels) {
        this.channels = channels;
    }

    /**
     * A batch begins.
     *
     * @throws Pause.StoppedException if it comes after the stop
     */
    void enter() {
        try {
            batchInHand.acquire();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        }
        if (stopped.getCount() == 0) {
            batchInHand.release();
            throw new StoppedException();
        }
    }

    /** The batch ended. */
    void exit() {
        batchInHand.release();
    }

    void stopping(@Observes ShutdownEvent event) throws InterruptedException {
        PausableChannel channel = channels.getPausable(CommandIntake.CHANNEL);
        if (channel != null) {
            channel.pause();
        }
        stopped.countDown();
        if (batchInHand.tryAcquire(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
            batchInHand.release();
        } else {
            LOG.warnf("Ending within a batch; it will be replayed graceSeconds=%d", GRACE.toSeconds());
        }
    }

    @Override
    public void pause(Duration duration) {
        boolean ended;
        try {
            ended = stopped.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            ended = true;
        }
        if (ended) {
            throw new StoppedException();
        }
    }
}
