package io.slackwater.alert;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * The result of evaluating a source of alarms. Immutable.
 *
 * @param alarms the present alarms
 * @param judged whether a subject could be evaluated; otherwise its raised alarm stays raised
 */
public record Findings(List<Alarm> alarms, Predicate<String> judged) {

    public Findings {
        alarms = List.copyOf(alarms);
    }

    /** The result of a look that judged every subject. */
    public static Findings all(Collection<Alarm> alarms) {
        return new Findings(List.copyOf(alarms), subject -> true);
    }
}
