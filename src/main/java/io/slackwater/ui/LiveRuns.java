package io.slackwater.ui;

import io.slackwater.discovery.Dataset;
import io.slackwater.journal.RunRecord;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Starts, cancels and shows runs for the pages. */
interface LiveRuns {

    /** Returns a run, open or ended. */
    Optional<RunRecord> find(String run);

    List<RunRecord> open();

    /** Returns how many bytes an open run has read; empty for other runs. */
    Optional<Long> bytesDone(String run);

    /** Queues a run for each dataset, and returns their ids. An open run of a dataset counts as its run. */
    List<String> submit(Collection<Dataset> datasets);

    /** Cancels an open run. Returns false when it has ended. */
    boolean cancel(String run);
}
