package io.slackwater.capture;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Workload;
import java.time.Duration;

/**
 * The parameters of one backup of one dataset.
 *
 * @param run the run's id; it marks the run's processes and sessions in the container, so that they can be ended
 * @param limit the longest duration of the dump
 * @param lockWait how long to wait for a lock in the database
 * @param idle after this time without a byte, the dump is ended
 */
public record CaptureRequest(
        Dataset dataset, Workload workload, String run, Duration limit, Duration lockWait, Duration idle) {

    /** The timeout for the first byte. It includes the time to wait for locks. */
    public Duration firstByte() {
        return idle.plus(lockWait);
    }
}
