package io.slackwater.freeze;

import java.time.Duration;
import java.util.List;

/**
 * Containers that Docker does not resume. Slackwater retries without end, but a user may have to help.
 *
 * @param containers the ids of the containers
 * @param since how long Slackwater has retried
 * @param reason Docker's last error; empty without one
 */
public record StuckFreeze(String dataset, List<String> containers, Duration since, String reason) {

    public StuckFreeze {
        containers = List.copyOf(containers);
    }
}
