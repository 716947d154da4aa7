package io.slackwater.capture;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Workload;
import java.time.Duration;

/**
 * One capture of one dataset.
 *
 * @param run the run's id; marks what we leave in the workload (a database session's application name) so that it can be ended
 * @param limit the longest the dump may take
 * @param lockWait how long to wait for a lock in the database
 */
public record CaptureRequest(Dataset dataset, Workload workload, String run, Duration limit, Duration lockWait) {}
