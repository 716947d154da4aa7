package io.slackwater.run;

import io.slackwater.discovery.Dataset;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.JournalException;
import io.slackwater.journal.RunState;
import io.slackwater.trust.PoisonCleanup;
import io.slackwater.trust.RunFailure;
import io.slackwater.trust.RunFailure.Failed;
import io.slackwater.trust.RunFailure.Unverified;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One run: slot → forget what earlier runs left → attempt → verdict, again when the failure can pass by itself. */
final class BackupRun implements Runnable {

    private static final Logger LOG = Logger.getLogger(BackupRun.class);

    private final Dataset dataset;
    private final RunLog log;
    private static final Duration NEWCOMER = Duration.ofMinutes(5);

    private final Slots slots;
    private final Attempts attempts;
    private final PoisonCleanup cleanup;
    private final IntSupplier maxAttempts;
    private final IntFunction<Duration> backoff;
    private final BooleanSupplier stopping;
    private boolean unverified;
    private final Consumer<String> attempted;
    private final Predicate<String> queues;
    private Optional<Slots.Slot> first;

    /**
     * @param queues whether a dataset's backup waits in somebody else's queue before it is work
     * @param first of the first attempt, when it has it already
     * @param attempted hears after each attempt how it ended
     */
    BackupRun(
            Dataset dataset,
            RunLog log,
            Slots slots,
            Attempts attempts,
            PoisonCleanup cleanup,
            IntSupplier maxAttempts,
            IntFunction<Duration> backoff,
            Predicate<String> queues,
            Optional<Slots.Slot> first,
            BooleanSupplier stopping,
            Consumer<String> attempted) {
        this.dataset = dataset;
        this.log = log;
        this.slots = slots;
        this.attempts = attempts;
        this.cleanup = cleanup;
        this.maxAttempts = maxAttempts;
        this.backoff = backoff;
        this.queues = queues;
        this.first = first;
        this.stopping = stopping;
        this.attempted = attempted;
    }

    @Override
    public void run() {
        try {
            while (!attempt()) {
                pause(backoff.apply(log.record().attempt()));
            }
        } catch (InterruptedException e) {
            if (stopping.getAsBoolean()) {
                // Nobody wanted it cancelled: the next start settles it as it does after a crash, and begins it again.
                LOG.infof("left open for the next start run=%s dataset=%s", log.id(), dataset.id());
                return;
            }
            // The thread ends with this run; the interrupt was the request to cancel it.
            end(RunState.CANCELLED, EndCause.CANCELLED, "cancelled", RetryOutlook.CANCELLED);
        } catch (JournalException e) {
            // Without a journal nothing counts as done; start-up settles what is open.
            LOG.errorf("run lost its journal run=%s dataset=%s reason=%s", log.id(), dataset.id(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.errorf(e, "run broke run=%s dataset=%s", log.id(), dataset.id());
            end(
                    RunState.FAILED,
                    EndCause.INTERNAL,
                    "an error inside Slackwater: " + e + "; the log of this time has more, please report it",
                    RetryOutlook.PERMANENT);
        }
    }

    /** Returns whether the run has ended. */
    private boolean attempt() throws InterruptedException {
        Slots.Slot slot = slot();
        try {
            for (String earlier : cleanup.before(dataset)) {
                attempts.sweep(dataset, earlier);
            }
            attempts.of(dataset, log.id()).run(log, slot);
            LOG.infof(
                    "verified run=%s dataset=%s snapshot=%s bytes=%d",
                    log.id(),
                    dataset.id(),
                    log.record().snapshot().orElse(""),
                    log.record().bytes());
            return true;
        } catch (Unverified e) {
            unverified = true;
            return settle(e, e.canPass());
        } catch (Failed e) {
            return settle(e, e.canPass());
        } catch (RunFailure e) {
            throw new IllegalStateException("a new kind of failure", e);
        } finally {
            slot.close();
            attempted.accept(log.record().message());
        }
    }

    /** What was never backed up does not wait behind backups of hours. */
    private Slots.Slot slot() throws InterruptedException {
        if (first.isPresent()) {
            Slots.Slot slot = first.get();
            first = Optional.empty();
            return slot;
        }
        boolean queued = queues.test(dataset.id());
        return log.record().trigger().equals(Runs.DISCOVERED)
                ? slots.acquireWithin(NEWCOMER, queued)
                : slots.acquire(queued);
    }

    private boolean settle(RunFailure e, boolean canPass) {
        int attempt = log.record().attempt();
        boolean again = canPass && attempt < maxAttempts.getAsInt();
        LOG.warnf(
                "attempt failed run=%s dataset=%s attempt=%d again=%s reason=%s",
                log.id(), dataset.id(), attempt, again, e.getMessage());
        LOG.debug("attempt failed", e);
        if (again) {
            log.again(e.endCause(), String.valueOf(e.getMessage()));
        } else {
            // What an earlier attempt stored may be whole: it is kept for some days.
            end(unverified ? RunState.UNVERIFIED : RunState.FAILED, e.endCause(), e.getMessage(), RetryOutlook.of(e));
        }
        return !again;
    }

    private void end(RunState state, EndCause cause, @Nullable String message, RetryOutlook outlook) {
        if (log.record().state().ended()) {
            return;
        }
        try {
            log.ended(state, cause, String.valueOf(message), outlook);
        } catch (JournalException e) {
            LOG.errorf(
                    "run ended %s but the journal could not be written run=%s dataset=%s reason=%s",
                    state, log.id(), dataset.id(), e.getMessage());
        }
    }

    private static void pause(Duration time) throws InterruptedException {
        // Nobody counts it down: an await with a time is an interruptible wait.
        boolean never = new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
        assert !never;
    }
}
