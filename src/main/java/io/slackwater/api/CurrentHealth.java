package io.slackwater.api;

import io.slackwater.health.DatasetHealth;
import io.slackwater.journal.AlarmRecord;
import java.util.Collection;
import java.util.List;

/** How well everything is backed up now. Safe for use by several threads. */
public interface CurrentHealth {

    /** The health of each dataset at this moment. */
    Collection<DatasetHealth> health();

    /** The alarms that are raised now, oldest first. */
    List<AlarmRecord> raised();
}
