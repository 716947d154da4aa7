package io.slackwater.ui;

import io.slackwater.discovery.Dataset;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.Trigger;
import io.slackwater.run.Runs;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The runs of this process. */
record SubmittedRuns(Runs runs) implements LiveRuns {

    @Override
    public Optional<RunRecord> find(String run) {
        return runs.find(run);
    }

    @Override
    public List<RunRecord> open() {
        return runs.open();
    }

    @Override
    public Optional<Long> bytesDone(String run) {
        return runs.bytesDone(run);
    }

    @Override
    public List<String> submit(Collection<Dataset> datasets) {
        return runs.submit(datasets, Trigger.API);
    }

    @Override
    public boolean cancel(String run) {
        return runs.cancel(run);
    }
}
