package io.slackwater.freeze;

import java.time.Duration;
import java.util.List;

/**
 * A freeze that should be over, and containers that Docker does not let go on. It is tried again for ever; a person can help.
 *
 * @param containers ids
 * @param since for how long it has been tried
 * @param reason what Docker said last; empty while it says nothing
 */
public record Stuck(String dataset, List<String> containers, Duration since, String reason) {

    public Stuck {
        containers = List.copyOf(containers);
    }
}
