package io.slackwater.capture;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Workload;
import java.time.Duration;

/**
 * One capture of one dataset.
 *
 * @param run the run's id; it marks the processes and sessions in the workload, for example by a session's application name, so
 * that they can be ended
 * @param limit the longest the dump may take
 * @param lockWait how long to wait for a lock in the database
 * @param idle a dump that writes nothing for this long is ended
 */
public record CaptureRequest(
        Dataset dataset, Workload workload, String run, Duration limit, Duration lockWait, Duration idle) {

    /** The timeout for the first byte of a dump, which may wait for locks first. */
    public Duration firstByte() {
        return idle.plus(lockWait);
    }
}
