package io.slackwater.alert;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * What one look at a source found. Immutable.
 *
 * @param alarms what is the case
 * @param judged whether this look can tell of a subject that nothing is wrong with it: without that what is raised stays so, as it does
 *     while a new process has not been answered yet
 */
public record Findings(List<Alarm> alarms, Predicate<String> judged) {

    public Findings {
        alarms = List.copyOf(alarms);
    }

    /** Of a look that saw everything there is. */
    public static Findings all(Collection<Alarm> alarms) {
        return new Findings(List.copyOf(alarms), subject -> true);
    }
}
