package io.slackwater.alert;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * The result of one look at a source. Immutable.
 *
 * @param alarms the present alarms
 * @param judged whether the look judged a subject; a raised alarm of a subject that was not judged stays raised
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
