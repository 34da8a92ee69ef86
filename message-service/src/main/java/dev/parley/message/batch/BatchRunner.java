package dev.parley.message.batch;

import dev.parley.contract.Answer.Rejected;
import dev.parley.contract.RejectionCode;
import dev.parley.message.publishing.Publication;
import dev.parley.message.publishing.Publications;
import dev.parley.message.publishing.Publisher;
import dev.parley.message.sequencing.Decision;
import dev.parley.message.sequencing.Known;
import dev.parley.message.sequencing.Needs;
import dev.parley.message.sequencing.Sequencer;
import dev.parley.message.sequencing.Store;
import dev.parley.message.sequencing.StoreFailure;
import dev.parley.message.sequencing.Submission;
import java.time.Duration;
import java.util.List;

/**
 * Takes a batch to its end: committed and published. Returns only then, so whoever calls may forget the batch.
 *
 * <p>Whatever is away is waited for, without end: the commands behind this batch wait in Kafka, in order. A command that
 * cannot be stored never holds up the others: its batch is halved until it stands alone, and is put aside.
 */
public final class BatchRunner {
    private static final int CLASH_ATTEMPTS = 10;
    private static final Duration CLASH_PAUSE = Duration.ofMillis(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Store store;
    private final Sequencer sequencer;
    private final Publications publications;
    private final Publisher publisher;
    private final Pause pause;
    private final Watch watch;

    public BatchRunner(
            Store store,
            Sequencer sequencer,
            Publications publications,
            Publisher publisher,
            Pause pause,
            Watch watch) {
        this.store = store;
        this.sequencer = sequencer;
        this.publications = publications;
        this.publisher = publisher;
        this.pause = pause;
        this.watch = watch;
    }

    /** @throws Pause.StoppedException if the service ends first; the batch has to come again then */
    public void run(List<Submission> batch) {
        if (batch.isEmpty()) {
            return;
        }
        Decision decision;
        try {
            decision = commit(batch);
        } catch (StoreFailure offence) {
            halve(batch, offence);
            return;
        }
        watch.committed(decision);
        publish(publications.of(decision));
    }

    private void halve(List<Submission> batch, StoreFailure offence) {
        if (batch.size() == 1) {
            putAside(batch.getFirst(), offence);
            return;
        }
        int half = batch.size() / 2;
        run(batch.subList(0, half));
        run(batch.subList(half, batch.size()));
    }

    private void putAside(Submission submission, StoreFailure offence) {
        watch.putAside(submission, offence);
        Rejected answer = Rejected.of(
                submission.command().id(), RejectionCode.INVALID, "the service cannot process this command");
        publish(publications.ofPutAside(submission, answer));
    }

    /** @throws StoreFailure only if the batch itself is the cause */
    private Decision commit(List<Submission> batch) {
        Needs needs = Needs.of(batch);
        Duration wait = FIRST_PAUSE;
        int clashes = 0;
        while (true) {
            try {
                Decision decision = store.transact(needs, known -> decide(batch, known));
                watch.working(Watch.Dependency.DATABASE);
                return decision;
            } catch (StoreFailure failure) {
                switch (failure.kind()) {
                    case OFFENCE -> throw failure;
                    case CLASH -> {
                        clashes++;
                        if (clashes == CLASH_ATTEMPTS) {
                            throw failure;
                        }
                        pause.pause(CLASH_PAUSE.multipliedBy(clashes));
                    }
                    case AWAY -> {
                        watch.waiting(Watch.Dependency.DATABASE, failure);
                        pause.pause(wait);
                        wait = longer(wait);
                    }
                }
            }
        }
    }

    /** A rule that breaks is the command's offence, not the store's: the batch is halved until it is found. */
    private Decision decide(List<Submission> batch, Known known) {
        try {
            return sequencer.decide(batch, known);
        } catch (RuntimeException broken) {
            throw new StoreFailure(StoreFailure.Kind.OFFENCE, broken);
        }
    }

    /**
     * Returns once the records are safe.
     *
     * @throws Pause.StoppedException if the service ends first
     */
    public void publish(List<Publication> records) {
        if (records.isEmpty()) {
            return;
        }
        Duration wait = FIRST_PAUSE;
        while (true) {
            try {
                publisher.publish(records);
                watch.working(Watch.Dependency.KAFKA);
                return;
            } catch (RuntimeException failure) {
                watch.waiting(Watch.Dependency.KAFKA, failure);
                pause.pause(wait);
                wait = longer(wait);
            }
        }
    }

    private static Duration longer(Duration wait) {
        Duration doubled = wait.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
