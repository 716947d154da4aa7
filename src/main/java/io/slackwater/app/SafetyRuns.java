package io.slackwater.app;

import io.slackwater.discovery.Dataset;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Trigger;
import io.slackwater.kind.RestoreException;
import io.slackwater.restore.SafetyBackups;
import io.slackwater.run.Outcome;
import io.slackwater.run.RunEvents;
import io.slackwater.run.Runs;
import java.util.List;

/** Makes safety snapshots by ordinary runs, and waits for their ends. Safe for use by several threads. */
final class SafetyRuns implements SafetyBackups, RunEvents {

    /** The record of a run changes a moment after its last event. */
    private static final long LOOK_AGAIN_MILLIS = 500;

    private final Runs runs;

    SafetyRuns(Runs runs) {
        this.runs = runs;
        runs.listen(this);
    }

    @Override
    public synchronized void ended(RunRecord run, Outcome outcome) {
        notifyAll();
    }

    @Override
    public void save(List<Dataset> datasets) throws RestoreException, InterruptedException {
        for (String id : runs.submit(datasets, Trigger.RESTORE)) {
            RunRecord run = end(id);
            if (run.identity().trigger() != Trigger.RESTORE) {
                // The run was open before, so its data may be too old.
                save(datasets.stream()
                        .filter(dataset -> dataset.id().equals(run.dataset()))
                        .toList());
            } else if (run.state() != RunState.SUCCEEDED) {
                throw new RestoreException(
                        "run " + id + " of dataset " + run.dataset() + " ended " + run.state() + ": " + run.message());
            }
        }
    }

    private synchronized RunRecord end(String id) throws InterruptedException {
        RunRecord run = runs.find(id).orElseThrow();
        while (!run.state().ended()) {
            wait(LOOK_AGAIN_MILLIS);
            run = runs.find(id).orElseThrow();
        }
        return run;
    }
}
