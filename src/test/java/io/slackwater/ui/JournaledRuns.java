package io.slackwater.ui;

import io.slackwater.discovery.Dataset;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunStore;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The runs of a journal. An open run has read half a mebibyte. */
record JournaledRuns(RunStore store) implements LiveRuns {

    @Override
    public Optional<RunRecord> find(String run) {
        return store.find(run);
    }

    @Override
    public List<RunRecord> open() {
        return store.open();
    }

    @Override
    public Optional<Long> bytesDone(String run) {
        return store.find(run).filter(one -> !one.state().ended()).map(_ -> 512L * 1024);
    }

    @Override
    public List<String> submit(Collection<Dataset> datasets) {
        throw new UnsupportedOperationException("no run is started here");
    }

    @Override
    public boolean cancel(String run) {
        throw new UnsupportedOperationException("no run is cancelled here");
    }
}
