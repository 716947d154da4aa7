package io.slackwater.alert;

import io.slackwater.journal.AlarmRecord;
import java.util.Collection;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Decides whether all is well: every health check is up, and no alarm is raised.
 *
 * @param checks whether every health check is up
 * @param alarms the raised alarms
 */
public record OverallHealth(BooleanSupplier checks, Supplier<? extends Collection<AlarmRecord>> alarms) {

    public boolean ok() {
        return alarms.get().isEmpty() && checks.getAsBoolean();
    }
}
