package io.slackwater.schedule;

import io.slackwater.journal.Trigger;
import java.time.Instant;

/**
 * A plan, retry or maintenance task that must start now.
 *
 * @param name the plan or repository; the dataset for {@link Task#RETRY}
 * @param since when it should have started: now or earlier
 */
record Due(Task task, String name, Trigger trigger, Instant since) {

    /** The key of the task's record in the journal. */
    String key() {
        return task.key(name);
    }
}
