package io.slackwater.api;

import io.slackwater.schedule.NextRun;
import java.util.List;

/** The next starts of runs and maintenance, as of the last beat. Safe for use by several threads. */
public interface UpcomingRuns {

    /** One entry for each plan, prune, check and retry. */
    List<NextRun> nextRuns();
}
