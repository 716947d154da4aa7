package io.slackwater.api;

import io.slackwater.health.DatasetHealth;
import io.slackwater.journal.AlarmRecord;
import java.util.Collection;
import java.util.List;

/** Provides the health of all datasets and the raised alarms. Safe for use by several threads. */
public interface CurrentHealth {

    Collection<DatasetHealth> health();

    /** Returns the raised alarms, oldest first. */
    List<AlarmRecord> raised();
}
