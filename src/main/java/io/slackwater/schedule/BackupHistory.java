package io.slackwater.schedule;

import io.slackwater.journal.AfterFailure;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.RepositoryStore;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.RunStore;
import io.slackwater.journal.ScheduleStore;
import io.slackwater.journal.Trigger;
import io.slackwater.journal.VerdictStore;
import java.util.Optional;
import java.util.Set;

/** Answers questions about a dataset's earlier backups from the journal. */
public record BackupHistory(
        RunStore runs, VerdictStore verdicts, RepositoryStore repositories, ScheduleStore schedule) {

    private static final Set<Trigger> AGAIN = Set.of(Trigger.DISCOVERED, Trigger.RETRY);

    /** Permanent failures that a restart of the container may end. */
    private static final Set<EndCause> OF_CONTAINER = Set.of(EndCause.SOURCE_INVALID, EndCause.FREEZE_REFUSED);

    /** The number of retries after which the waiting time no longer grows. */
    private static final int MOST_TRIES = 5;

    /** The newest run, if it has ended. */
    Optional<RunRecord> newest(String dataset) {
        return runs.newest(dataset, 1).stream()
                .filter(run -> run.state().ended())
                .findFirst();
    }

    /**
     * Whether the newest verified snapshot can be restored. False when its repository is no longer in the policy.
     *
     * @param policy the names of the policy's repositories
     */
    boolean backedUp(String dataset, Set<String> policy) {
        return verdicts.of(dataset).stream()
                .findFirst()
                .filter(newest ->
                        repositories.absent(newest.repository(), policy).isEmpty())
                .isPresent();
    }

    /** How many of the newest runs in a row replaced a lost backup, and lost their own backup too. */
    int lost(String dataset) {
        return (int) runs.newest(dataset, MOST_TRIES).stream()
                .takeWhile(run -> run.state() == RunState.SUCCEEDED && run.trigger() == Trigger.DISCOVERED)
                .count();
    }

    /** The number of failed retries since the last success. The first run of a dataset is not a retry. */
    int retries(String dataset) {
        int tries = 0;
        for (RunRecord run : runs.newest(dataset, MOST_TRIES + 1)) {
            if (run.state() == RunState.SUCCEEDED || !AGAIN.contains(run.trigger())) {
                return tries;
            }
            tries++;
        }
        return Math.max(0, tries - 1);
    }

    /**
     * Whether something changed since the run failed. The policy, the container or the repository's key is another one,
     * or container or repository has recovered. The journal stores the result, so that a restart of Slackwater keeps
     * it.
     */
    boolean changed(RunRecord failed, Circumstances now) {
        Optional<AfterFailure> before = schedule.afterFailure(failed.dataset())
                .filter(noted -> noted.run().equals(failed.id()));
        boolean changed = startedSince(failed, now)
                || before.filter(noted -> noted.changed()
                                || !noted.settings().equals(now.settings())
                                || recovered(failed.cause(), noted, now))
                        .isPresent();
        schedule.afterFailure(
                failed.dataset(),
                new AfterFailure(failed.id(), changed, now.settings(), now.reachable(), now.stored()));
        // A run that Slackwater interrupted needs no change.
        return (changed || failed.cause() == EndCause.INTERRUPTED) && now.reachable();
    }

    /**
     * Whether the container or repository of a transient failure is good again, or an invalid repository is valid
     * again. A returned container mends no permanent failure.
     */
    private static boolean recovered(EndCause cause, AfterFailure noted, Circumstances now) {
        return cause.outlook().canPass()
                ? now.reachable() && now.stored() && !(noted.reachable() && noted.stored())
                : cause == EndCause.REPOSITORY_INVALID && now.stored() && !noted.stored();
    }

    /**
     * Whether the container was restarted after the run. A restart may mend a transient failure or a failure of the
     * container's data, but not a long pause. The next run ends after this restart, so each restart counts once.
     */
    private static boolean startedSince(RunRecord failed, Circumstances now) {
        return (failed.cause().outlook().canPass() || OF_CONTAINER.contains(failed.cause()))
                && failed.ended().filter(now.started()::isAfter).isPresent();
    }
}
