package io.slackwater.run;

import io.slackwater.capture.CaptureException;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.JournalException;
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

/** One run. A step with an undo returns it, and {@link #run} registers it before anything can fail. For one thread. */
final class BackupRun {

    private static final Logger LOG = Logger.getLogger(BackupRun.class);

    private final OngoingRun progress;
    private final Slots.Turn turn;
    private final BackupRuns backups;
    private final Storage storage;
    private final Runnable retention;
    private boolean unverified;
    private Outcome outcome = Outcome.LEFT_OPEN;
    private volatile boolean stopping;

    /**
     * @param backups what all runs share
     * @param retention the run leaves its batch: the last run of a batch applies retention, once per repository
     */
    BackupRun(OngoingRun progress, Slots.Turn turn, BackupRuns backups, Runnable retention) {
        this.progress = progress;
        this.turn = turn;
        this.backups = backups;
        this.storage = backups.storage();
        this.retention = retention;
    }

    /** Makes attempts until the dataset has a verified snapshot or a retry is useless. The report precedes retention, which needs its verdict. */
    void run() {
        try {
            boolean again = true;
            while (again) {
                try (Undo undo = new Undo()) {
                    Slots.Slot slot = undo.add(lock());
                    BackupTarget target = prepare();
                    progress.capturing();
                    Capture capture = undo.add(new Capture(backups, progress, target, slot));
                    capture.store();
                    Proof proof = verify(capture, target);
                    outcome = verdict(capture, proof, target);
                    again = false;
                } catch (Exception | Error e) {
                    again = repeats(e);
                }
            }
        } finally {
            progress.ended(outcome);
            retention.run();
        }
    }

    private Slots.Slot lock() throws InterruptedException {
        backups.retries().await(progress.record().attempt());
        return turn.acquire(storage.queues(progress.dataset().id()));
    }

    /** Forgets the leftovers of earlier runs, and looks up the container of now. */
    private BackupTarget prepare() throws Failed, InterruptedException {
        List<String> earlier = storage.forgetLeftovers(progress.dataset());
        BackupTarget target = backups.targets().of(progress.dataset(), storage);
        for (String run : earlier) {
            backups.passes().sweep(target, run);
        }
        return target;
    }

    /** A snapshot that could not be checked may be intact, so it is kept for some days. */
    private Proof verify(Capture capture, BackupTarget target) throws RunFailure, InterruptedException {
        try {
            return proof(capture, target);
        } catch (Unverified e) {
            unverified = true;
            capture.keep();
            throw e;
        }
    }

    private Proof proof(Capture capture, BackupTarget target) throws RunFailure, InterruptedException {
        if (target.plan().verify() == Verify.SIZE) {
            throw new Unverified(
                    "the plan says verify: size, so nothing was read back; set verify: full to get verified snapshots",
                    false,
                    EndCause.POLICY);
        }
        try {
            return capture.verify();
        } catch (RepositoryException e) {
            RunFailure failure = RunFailure.verifying(e);
            if (e.failure() == Failure.DAMAGED) {
                storage.damaged(target, failure);
            }
            throw failure;
        } catch (CaptureException e) {
            throw notVerified(e);
        } catch (IOException e) {
            throw new Unverified("reading the snapshot back failed: " + FileError.reason(e), EndCause.NOT_CHECKED, e);
        }
    }

    static RunFailure notVerified(CaptureException e) {
        return e.transientFailure()
                ? new Unverified("stored, but could not be verified: " + e.getMessage(), EndCause.NOT_CHECKED, e)
                : new Failed("stored, but not whole: " + e.getMessage(), true, EndCause.NOT_WHOLE, e);
    }

    private Outcome verdict(Capture capture, Proof proof, BackupTarget target) {
        storage.guardRetention(target.limits(), progress.record());
        Verified verdict = progress.verdict(proof.file(), proof.format(), proof.facts());
        capture.keep();
        return Outcome.succeeded(verdict, proof.notes());
    }

    /** Returns whether another attempt follows. */
    private boolean repeats(Throwable e) {
        if (notJournaled(e)) {
            outcome = Outcome.LEFT_OPEN;
        } else if (e instanceof RunFailure failure) {
            if (backups.retries().again(failure, progress.record().attempt())) {
                progress.repeats(failure);
                return true;
            }
            outcome = Outcome.failed(failure, unverified);
        } else if (e instanceof InterruptedException) {
            outcome = stopping ? Outcome.LEFT_OPEN : Outcome.CANCELLED;
        } else {
            LOG.errorf(
                    e,
                    "run broke run=%s dataset=%s",
                    progress.id(),
                    progress.record().dataset());
            outcome = Outcome.broken();
        }
        return false;
    }

    /** Whether the attempt, or one of its undos, could not write the journal: the next start settles the run then. */
    private static boolean notJournaled(Throwable e) {
        return e instanceof JournalException || Arrays.stream(e.getSuppressed()).anyMatch(BackupRun::notJournaled);
    }

    /** The next start settles this run, and begins it again. */
    void leaveOpen() {
        stopping = true;
    }
}
