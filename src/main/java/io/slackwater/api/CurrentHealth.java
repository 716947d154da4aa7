package io.slackwater.api;

import io.slackwater.health.DatasetHealth;
import io.slackwater.journal.AlarmRecord;
import java.util.Collection;
import java.util.List;

/** The health of all datasets, and the raised alarms. Safe for use by several threads. */
public interface CurrentHealth {

    /** The health of each dataset at this moment. */
    Collection<DatasetHealth> health();

    /** The alarms that are raised now, oldest first. */
    List<AlarmRecord> raised();
}
