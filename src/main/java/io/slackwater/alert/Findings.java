package io.slackwater.alert;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * The current alarms of one source. Immutable.
 *
 * @param judged whether the source could evaluate a subject (a dataset, repository or container); the alarm of other
 *     subjects stays raised
 */
public record Findings(List<Alarm> alarms, Predicate<String> judged) {

    public Findings {
        alarms = List.copyOf(alarms);
    }

    /** The alarms of a source that could evaluate everything. */
    public static Findings all(Collection<Alarm> alarms) {
        return new Findings(List.copyOf(alarms), subject -> true);
    }
}
