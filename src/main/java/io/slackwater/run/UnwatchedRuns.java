package io.slackwater.run;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.Journal;
import io.slackwater.journal.Poison;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Notes as a failed run what somebody else stored without asking us: then everybody sees it, and as any failed run's it is never
 * offered and goes before the dataset's next run, whose parent it would be.
 */
final class UnwatchedRuns {

    private static final Logger LOG = Logger.getLogger(UnwatchedRuns.class);

    /** More runs than a dataset has while one of its backups is looked at. */
    private static final int NEWEST = 100;

    private final Journal journal;

    UnwatchedRuns(Journal journal) {
        this.journal = journal;
    }

    /**
     * Whether it is known now what became of it: false while a run is open that may be it.
     *
     * @param run the id for a run that is made for it
     * @param ours the restic id of the dataset's repository
     */
    boolean settle(Dataset dataset, Unwatched backup, String run, Optional<String> ours) {
        List<RunRecord> runs = journal.runs().newest(dataset.id(), NEWEST);
        if (runs.stream()
                .anyMatch(
                        one -> one.snapshot().filter(backup.snapshot()::equals).isPresent())) {
            return true;
        }
        if (runs.stream().anyMatch(one -> !one.state().ended())) {
            return false;
        }
        if (runs.stream().noneMatch(one -> mayHaveMade(one, backup))) {
            note(dataset, backup, run, ours);
        }
        return true;
    }

    /** What an attempt that failed left behind is looked for by itself. */
    private static boolean mayHaveMade(RunRecord run, Unwatched backup) {
        return (run.state() != RunState.SUCCEEDED || run.attempt() > 1)
                && run.queued().isBefore(backup.ended())
                && run.ended().filter(end -> end.isAfter(backup.started())).isPresent();
    }

    private void note(Dataset dataset, Unwatched backup, String run, Optional<String> ours) {
        String message = message(dataset, backup);
        String set = run + "-" + dataset.workload().value();
        RunRecord record = RunLog.record(run, dataset, set, "backrest", backup.started())
                .startedAt(backup.started())
                .by("backrest")
                .stored(backup.repository(), backup.snapshot(), -1, -1, "");
        journal.runs().queued(record);
        if (ours.filter(backup.repository()::equals).isPresent()) {
            journal.poison()
                    .add(new Poison(backup.repository(), dataset.id(), run, Optional.of(backup.snapshot()), message));
        }
        journal.runs().update(record.endedAt(backup.ended(), RunState.FAILED, EndCause.UNWATCHED, message));
        LOG.warnf("made without us run=%s dataset=%s reason=%s", run, dataset.id(), message);
    }

    private static String message(Dataset dataset, Unwatched backup) {
        return backup.by() + " stored snapshot " + backup.snapshot() + " without calling Slackwater, because its plan "
                + why(dataset)
                + "; the snapshot is not offered and is forgotten before the next run. The plan is put back by itself;"
                + " back the dataset up again then";
    }

    private static String why(Dataset dataset) {
        if (!(dataset.source() instanceof Source.Tree)) {
            return "had been edited and lacked Slackwater's stream, so it is not known what was stored";
        }
        return "had been edited and lacked Slackwater's hooks, so "
                + (dataset.method() == Method.FREEZE
                        ? "nothing was frozen while it was read"
                        : "nobody looked at what was read");
    }
}
