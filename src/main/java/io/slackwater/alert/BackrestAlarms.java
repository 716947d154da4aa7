package io.slackwater.alert;

import io.slackwater.backrest.reconcile.BackrestSubject;
import io.slackwater.backrest.reconcile.BackrestSubject.SubjectKind;
import io.slackwater.backrest.reconcile.Conflict;
import io.slackwater.backrest.reconcile.ReconcileOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds an alarm from each problem with Backrest that a user must solve. */
public final class BackrestAlarms {

    /**
     * An unreachable Backrest raises no alarm during this time, because an update of Backrest or of the host takes
     * minutes.
     */
    private static final Duration AWAY = Duration.ofMinutes(5);

    /** The problems with Backrest that are found without asking Backrest. */
    private static final Set<String> PREREQUISITES = Stream.of(
                    SubjectKind.HOST_NAME, SubjectKind.STREAM_TOKEN, SubjectKind.BACKUPS)
            .map(kind -> BackrestSubject.of(kind).toString())
            .collect(Collectors.toUnmodifiableSet());

    private BackrestAlarms() {}

    /**
     * Returns the alarms. The alarm of a problem that only Backrest can show ends only after a comparison that left
     * nothing to write. Loss prevented: the alarm would end although its cause lasts.
     *
     * @param last how the last comparison with Backrest's configuration ended
     * @param prerequisites the problems that were found without asking Backrest
     */
    public static Findings of(Optional<ReconcileOutcome> last, List<Conflict> prerequisites) {
        List<Alarm> all = new ArrayList<>();
        last.ifPresent(outcome -> outcome.conflicts()
                .forEach(conflict -> all.add(
                        alarm(conflict, outcome instanceof ReconcileOutcome.Unreachable ? AWAY : Duration.ZERO))));
        prerequisites.forEach(conflict -> all.add(alarm(conflict, Duration.ZERO)));
        boolean complete = last.filter(ReconcileOutcome::complete).isPresent();
        return new Findings(all, subject -> complete || PREREQUISITES.contains(subject));
    }

    private static Alarm alarm(Conflict conflict, Duration patience) {
        return AlarmSource.BACKREST
                .warning(
                        conflict.subject().toString(),
                        AlarmText.of("title.backrest", conflict.subject()),
                        conflict.what(),
                        AlarmText.plain(conflict.remedy()))
                .after(patience);
    }
}
