package io.slackwater.run;

import io.slackwater.capture.CaptureException;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.JournalException;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Verified;
import io.slackwater.policy.PlanPolicy.Verify;
import io.slackwater.repository.Failure;
import io.slackwater.repository.FileError;
import io.slackwater.repository.RepositoryException;
import io.slackwater.run.Pass.Proof;
import io.slackwater.trust.RunFailure;
import io.slackwater.trust.RunFailure.Failed;
import io.slackwater.trust.RunFailure.Unverified;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * One backup run of a dataset. {@link #run} registers the clean-up of each step before anything can fail. For one
 * thread.
 */
final class BackupRun {

    private static final Logger LOG = Logger.getLogger(BackupRun.class);

    private final OngoingRun progress;
    private final Slots.Turn turn;
    private final BackupRuns backups;
    private final Runnable retention;
    private RunState failedState = RunState.FAILED;
    private Outcome outcome = Outcome.LEFT_OPEN;
    private volatile boolean stopping;

    /**
     * @param backups the objects that all runs share
     * @param retention called after the run. After the last of the runs that were submitted together, applies retention
     *     once per repository
     */
    BackupRun(OngoingRun progress, Slots.Turn turn, BackupRuns backups, Runnable retention) {
        this.progress = progress;
        this.turn = turn;
        this.backups = backups;
        this.retention = retention;
    }

    /**
     * Makes attempts until a snapshot is verified or a retry is useless. A failed attempt is cleaned up before its
     * failure is written to the journal. The outcome is reported before retention, which needs the verdict.
     */
    void run() {
        try {
            boolean again = true;
            while (again) {
                try (Slots.Slot slot = lock()) {
                    BackupTarget target = prepare();
                    progress.capturing();
                    try (Capture capture = new Capture(backups, progress, target, slot)) {
                        capture.store();
                        Proof proof = verify(capture, target);
                        outcome = verdict(capture, proof, target);
                    }
                    again = false;
                } catch (Exception | Error e) {
                    again = repeats(e);
                }
            }
        } finally {
            try {
                progress.ended(outcome);
            } finally {
                retention.run();
            }
        }
    }

    private Slots.Slot lock() throws InterruptedException {
        backups.retries().await(progress.record().attempt());
        backups.restores().await(progress);
        return turn.acquire(backups.engines().takes(progress.dataset().id()).isPresent());
    }

    /** Removes the snapshots of earlier failed runs, and finds the container and its repository. */
    private BackupTarget prepare() throws Failed, InterruptedException {
        List<String> earlier = backups.cleanup().before(progress.dataset());
        BackupTarget target = backups.targets().of(progress.dataset());
        for (String run : earlier) {
            backups.passes().sweep(target, run);
        }
        return target;
    }

    /** Verifies the snapshot. A snapshot that could not be checked is kept for some days, because it may be intact. */
    private Proof verify(Capture capture, BackupTarget target) throws RunFailure, InterruptedException {
        try {
            return proof(capture, target);
        } catch (Unverified e) {
            failedState = RunState.UNVERIFIED;
            capture.keep();
            throw e;
        }
    }

    private Proof proof(Capture capture, BackupTarget target) throws RunFailure, InterruptedException {
        if (target.plan().verify() == Verify.SIZE) {
            throw new Unverified(
                    "the plan has verify: size, so the snapshot was not read back; set verify: full to get verified snapshots",
                    EndCause.POLICY);
        }
        try {
            return capture.verify();
        } catch (RepositoryException e) {
            RunFailure failure = RunFailure.verifying(e);
            if (e.failure() == Failure.DAMAGED) {
                backups.trust()
                        .alarms()
                        .unreadable(
                                target.repository().id(),
                                target.restic(),
                                target.dataset().id(),
                                String.valueOf(failure.getMessage()));
            }
            throw failure;
        } catch (CaptureException e) {
            throw notVerified(e);
        } catch (IOException e) {
            throw new Unverified("reading the snapshot back failed: " + FileError.reason(e), EndCause.NOT_CHECKED, e);
        }
    }

    static RunFailure notVerified(CaptureException e) {
        return switch (e.endCause()) {
            case NOT_WHOLE, SOURCE_INVALID ->
                new Failed("the snapshot was stored, but is not complete: " + e.getMessage(), EndCause.NOT_WHOLE, e);
            default ->
                new Unverified(
                        "the snapshot was stored, but could not be verified: " + e.getMessage(),
                        EndCause.NOT_CHECKED,
                        e);
        };
    }

    private Outcome verdict(Capture capture, Proof proof, BackupTarget target) {
        backups.trust()
                .shrink()
                .verified(
                        target.limits(),
                        target.dataset().id(),
                        progress.record().bytes());
        Verified verdict = progress.verdict(proof.file(), proof.format(), proof.facts());
        capture.keep();
        return Outcome.succeeded(verdict, proof.notes());
    }

    /** Sets the outcome of a failed attempt. Returns whether another attempt follows. */
    private boolean repeats(Throwable e) {
        if (notJournaled(e)) {
            outcome = Outcome.LEFT_OPEN;
        } else if (e instanceof RunFailure failure) {
            if (backups.retries().again(failure, progress.record().attempt())) {
                progress.repeats(failure);
                return true;
            }
            outcome = Outcome.failed(failure, failedState);
        } else if (e instanceof InterruptedException) {
            outcome = stopping ? Outcome.LEFT_OPEN : Outcome.CANCELLED;
        } else {
            LOG.errorf(
                    e,
                    "run ended by an unexpected error run=%s dataset=%s",
                    progress.id(),
                    progress.record().dataset());
            outcome = Outcome.broken();
        }
        return false;
    }

    /**
     * Whether the attempt or its clean-up could not write the journal. The next start of Slackwater then ends the run.
     */
    private static boolean notJournaled(Throwable e) {
        return e instanceof JournalException || Arrays.stream(e.getSuppressed()).anyMatch(BackupRun::notJournaled);
    }

    /** Leaves the run open, because Slackwater stops. The next start ends it and backs up the dataset again. */
    void leaveOpen() {
        stopping = true;
    }
}
