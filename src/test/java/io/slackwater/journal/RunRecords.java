package io.slackwater.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Runs and verdicts for tests. */
public final class RunRecords {

    public static final Instant T0 = Instant.parse("2026-03-01T02:00:00.123456789Z");

    private RunRecords() {}

    public static RunRecord queued(String id, String dataset, Instant at) {
        return RunRecord.queued(
                new RunIdentity(id, dataset, "shop-db", "postgres", "critical", "set-1", Trigger.SCHEDULE, at));
    }

    /** The same run in another state. An ended run gets an end time, but no cause. */
    public static RunRecord in(RunRecord run, RunState state, Instant at, String message) {
        boolean well = !state.ended() || state == RunState.SUCCEEDED;
        return in(run, state, at, well ? EndCause.NONE : EndCause.INTERNAL, message);
    }

    public static RunRecord in(RunRecord run, RunState state, Instant at, EndCause cause, String message) {
        RunRecord begun = state == RunState.QUEUED ? run : run.startedAt(at);
        return new RunRecord(
                run.identity(),
                begun.progress().in(state, state.ended() ? Optional.of(at) : Optional.empty()),
                run.result().because(cause, message),
                run.pause());
    }

    public static RunRecord stored(RunRecord run, String snapshot, long bytes) {
        return stored(run, snapshot, "repo-1", bytes);
    }

    private static RunRecord stored(RunRecord run, String snapshot, String repository, long bytes) {
        return run.frozenFor(Duration.ofMillis(1200)).stored(repository, snapshot, bytes, bytes / 2, "cafe");
    }

    public static Verified verdict(RunRecord run, Instant time) {
        return Verified.of(run, time, "shop.dump", "dump", Map.of());
    }

    /** Takes a run all the way to success at the given time. */
    public static RunRecord succeed(Journal journal, String id, String dataset, Instant at) {
        return succeedIn(journal, id, dataset, "repo-1", at);
    }

    public static RunRecord succeedIn(Journal journal, String id, String dataset, String repository, Instant at) {
        RunRecord run = verifying(journal, queued(id, dataset, at), repository, at);
        RunRecord ended = in(run, RunState.SUCCEEDED, at.plusSeconds(30), "");
        journal.verdicts().verified(verdict(ended, at.plusSeconds(1)), ended);
        return ended;
    }

    /** A run that a restore in place started to save the data that it replaces. */
    public static RunRecord succeedForRestore(Journal journal, String id, String dataset, Instant at) {
        RunIdentity identity =
                new RunIdentity(id, dataset, "shop-db", "postgres", "critical", "set-1", Trigger.RESTORE, at);
        RunRecord run = verifying(journal, RunRecord.queued(identity), "repo-1", at);
        RunRecord ended = in(run, RunState.SUCCEEDED, at.plusSeconds(30), "");
        journal.verdicts().verified(verdict(ended, at.plusSeconds(1)), ended);
        return ended;
    }

    /** Takes a run to an end that is not a success. */
    public static RunRecord end(
            Journal journal, String id, String dataset, Instant at, RunState state, String message) {
        RunRecord run = state == RunState.UNVERIFIED ? verifying(journal, id, dataset, at) : queued(id, dataset, at);
        if (state != RunState.UNVERIFIED) {
            journal.runs().queued(run);
        }
        RunRecord ended = in(run, state, at.plusSeconds(30), message);
        journal.runs().update(ended);
        return ended;
    }

    public static RunRecord verifying(Journal journal, String id, String dataset, Instant at) {
        return verifying(journal, queued(id, dataset, at), "repo-1", at);
    }

    /** Takes a queued run to the check of its snapshot. */
    public static RunRecord verifying(Journal journal, RunRecord queued, String repository, Instant at) {
        journal.runs().queued(queued);
        RunRecord run = in(queued, RunState.CAPTURING, at, "");
        journal.runs().update(run);
        run = in(run, RunState.STORING, at, "");
        journal.runs().update(run);
        run = in(stored(run, "snap-" + queued.id(), repository, 1000), RunState.VERIFYING, at, "");
        journal.runs().update(run);
        return run;
    }
}
