package io.slackwater.schedule;

import io.slackwater.journal.Trigger;
import java.time.Instant;

/**
 * A start that is due.
 *
 * @param name of the plan, the repository, or (for {@link Task#RETRY}) the dataset
 * @param since the moment at which it should have been started: now or earlier
 */
record Due(Task task, String name, Trigger trigger, Instant since) {

    /** The key of its record in the journal. */
    String key() {
        return task.key(name);
    }
}
