package io.slackwater.freeze;

import java.time.Duration;
import java.util.List;

/**
 * A lease whose containers Docker does not thaw. Slackwater retries for ever; a person can help.
 *
 * @param containers ids
 * @param since the duration of the retries
 * @param reason Docker's last error; empty without one
 */
public record StuckFreeze(String dataset, List<String> containers, Duration since, String reason) {

    public StuckFreeze {
        containers = List.copyOf(containers);
    }
}
