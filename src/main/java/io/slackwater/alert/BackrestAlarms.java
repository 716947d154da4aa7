package io.slackwater.alert;

import io.slackwater.backrest.reconcile.Conflict;
import io.slackwater.backrest.reconcile.ReconcileLoop;
import io.slackwater.backrest.reconcile.ReconcileOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds an alarm from each problem with Backrest that a user must solve. */
public final class BackrestAlarms {

    /**
     * An unreachable Backrest raises no alarm during this time, because an update of Backrest or of the host takes
     * minutes.
     */
    private static final Duration AWAY = Duration.ofMinutes(5);

    private BackrestAlarms() {}

    /** Returns the alarms. An alarm ends only when an answer of Backrest proves that the problem is over. */
    public static Findings of(ReconcileLoop backrest) {
        return new Findings(of(backrest.last(), backrest.prerequisites()), backrest::judges);
    }

    static List<Alarm> of(Optional<ReconcileOutcome> last, List<Conflict> prerequisites) {
        List<Alarm> all = new ArrayList<>();
        last.ifPresent(outcome -> outcome.conflicts()
                .forEach(conflict -> all.add(
                        alarm(conflict, outcome instanceof ReconcileOutcome.Unreachable ? AWAY : Duration.ZERO))));
        prerequisites.forEach(conflict -> all.add(alarm(conflict, Duration.ZERO)));
        return all;
    }

    private static Alarm alarm(Conflict conflict, Duration patience) {
        return AlarmSource.BACKREST
                .warning(
                        conflict.subject().toString(),
                        "Backrest: " + conflict.subject(),
                        conflict.what(),
                        conflict.remedy())
                .after(patience);
    }
}
