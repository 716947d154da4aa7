package io.slackwater.run;

import io.slackwater.journal.ReplacedDataStore;
import io.slackwater.journal.Trigger;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a run wait while a restore replaces data of its workload. Loss prevented: a snapshot would mix old and restored
 * data. The restore's own safety snapshots do not wait.
 *
 * @param every how often the journal is asked
 */
public record RestoreWait(ReplacedDataStore replaced, Duration every) {

    /** Returns why a run of this workload must wait now; empty when it need not. */
    Optional<String> reason(String workload, Trigger trigger) {
        return trigger == Trigger.RESTORE
                ? Optional.empty()
                : replaced.running(workload)
                        .map(restore -> "waits for the end of restore " + restore + ", which replaces data of workload "
                                + workload);
    }

    /** Waits until no restore replaces data of the run's workload. The run shows meanwhile why it waits. */
    void await(OngoingRun run) throws InterruptedException {
        Optional<String> reason =
                reason(run.record().workload(), run.record().identity().trigger());
        if (reason.isEmpty()) {
            return;
        }
        run.waits(reason.get());
        while (reason.isPresent()) {
            // An await with a timeout is an interruptible wait.
            boolean never = new CountDownLatch(1).await(every.toNanos(), TimeUnit.NANOSECONDS);
            assert !never;
            reason = reason(run.record().workload(), run.record().identity().trigger());
        }
        run.waits("");
    }
}
