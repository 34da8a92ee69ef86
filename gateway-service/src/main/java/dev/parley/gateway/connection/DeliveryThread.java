package dev.parley.gateway.connection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import org.jboss.logging.Logger;

/**
 * The one thread on which delivery runs. After each turn (whatever was waiting when it began) the outlet hands its writes
 * over to the event loops: under load a turn is many tasks and a connection is flushed once for all of them.
 *
 * <p>The queue has no bound of its own; what feeds it has: a few polls of the broadcast, each user's rate of commands, and
 * one step of each resuming subscription.
 */
@Singleton
public final class DeliveryThread implements Executor {
    private static final Logger LOG = Logger.getLogger(DeliveryThread.class);
    private static final int MAX_TASKS_PER_TURN = 256;

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final Lanes lanes;
    private final Counter failures;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile boolean unsound;

    DeliveryThread(Lanes lanes, MeterRegistry metrics) {
        this.lanes = lanes;
        this.failures = Counter.builder("parley.delivery.failures")
                .description("tasks of the delivery thread that ended with an error; every one is a defect")
                .register(metrics);
        this.thread = Thread.ofPlatform().name("parley-delivery").daemon().start(this::run);
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    private void run() {
        List<Runnable> turn = new ArrayList<>(MAX_TASKS_PER_TURN);
        while (!stopped) {
            try {
                turn.add(tasks.take());
            } catch (InterruptedException stop) {
                return;
            }
            tasks.drainTo(turn, MAX_TASKS_PER_TURN - 1);
            turn.forEach(this::runOne);
            turn.clear();
            lanes.all().forEach(lane -> runOne(lane::handOver));
        }
    }

    private void runOne(Runnable task) {
        try {
            task.run();
        } catch (Throwable defect) {
            if (defect instanceof VirtualMachineError && !(defect instanceof StackOverflowError)) {
                // It may have struck anywhere, and left anything half done. Said first: logging takes memory, too.
                unsound = true;
            }
            failed(defect);
        }
    }

    private void failed(Throwable defect) {
        try {
            failures.increment();
            LOG.error("Delivery failed", defect);
        } catch (OutOfMemoryError unsaid) {
            unsound = true;
        }
    }

    /** Whether delivery runs and may be trusted; if not, only a new process helps. It goes on as well as it can. */
    public boolean alive() {
        return stopped || (thread.isAlive() && !unsound);
    }

    @PreDestroy
    void stop() {
        stopped = true;
        thread.interrupt();
    }
}
