package io.slackwater.run;

import io.slackwater.capture.CaptureException;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.JournalException;
import io.slackwater.journal.Verified;
import io.slackwater.policy.PlanPolicy.Verify;
import io.slackwater.repository.Failure;
import io.slackwater.repository.FileError;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.StoredSnapshot;
import io.slackwater.repository.Window;
import io.slackwater.run.Pass.Proof;
import io.slackwater.trust.RunFailure;
import io.slackwater.trust.RunFailure.Failed;
import io.slackwater.trust.RunFailure.Unverified;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * One run: {@link #run} makes attempts until the dataset has a verified snapshot or a retry is useless, and {@link #close} reports the
 * outcome. For one thread.
 */
final class BackupRun implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(BackupRun.class);

    private final OngoingRun progress;
    private final Slots.Turn turn;
    private final BackupRuns backups;
    private final Storage storage;
    private boolean unverified;
    private Outcome outcome = Outcome.LEFT_OPEN;
    private volatile boolean stopping;

    /** @param backups what all runs share */
    BackupRun(OngoingRun progress, Slots.Turn turn, BackupRuns backups) {
        this.progress = progress;
        this.turn = turn;
        this.backups = backups;
        this.storage = backups.storage();
    }

    /**
     * Makes one attempt after the other. The end of a failed attempt thaws, ends the dump, poisons the snapshot, and frees the slot, in
     * this order. Then its failure is journaled.
     */
    void run() {
        boolean again = true;
        while (again) {
            try (Undo undo = new Undo()) {
                Slots.Slot slot = lock(undo);
                BackupTarget target = prepare();
                progress.capturing();
                List<Pass> capture = capture(target, undo);
                UnverifiedSnapshot snapshot = store(capture, target, slot, undo);
                Proof proof = verify(capture.getLast(), snapshot, target);
                storage.guardRetention(target.limits(), progress.record());
                outcome = verdict(snapshot, proof);
                again = false;
            } catch (Exception | Error e) {
                again = repeats(e);
            }
        }
    }

    private Slots.Slot lock(Undo undo) throws InterruptedException {
        backups.retries().await(progress.record().attempt());
        return undo.add(turn.acquire(storage.queues(progress.dataset().id())));
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

    private List<Pass> capture(BackupTarget target, Undo undo) throws Failed {
        List<Pass> capture = backups.passes().of(target, progress.id());
        capture.forEach(undo::add);
        return capture;
    }

    /** Returns the snapshot of the last pass, which is the one that counts. */
    private UnverifiedSnapshot store(List<Pass> capture, BackupTarget target, Slots.Slot slot, Undo undo)
            throws Failed, InterruptedException {
        for (Pass pass : capture.subList(0, capture.size() - 1)) {
            store(pass, target, slot, undo);
        }
        return store(capture.getLast(), target, slot, undo);
    }

    /** The workload is frozen only while restic reads. */
    private UnverifiedSnapshot store(Pass pass, BackupTarget target, Slots.Slot slot, Undo undo)
            throws Failed, InterruptedException {
        UnverifiedSnapshot snapshot = undo.add(storage.unverified(target.restic(), progress));
        Freeze freeze = undo.add(backups.freezes().of(target, progress.id()));
        ReadWindow reading = new ReadWindow(pass, target, slot, freeze);
        try {
            snapshot.stored(storage.store(target.repository(), pass.request(), progress, reading, slot));
        } catch (RepositoryException e) {
            reading.close();
            snapshot.failed(e, pass.refused());
            throw reading.failure(e);
        } finally {
            reading.close();
            progress.frozen(freeze.time());
            freeze.needed()
                    .ifPresent(needed -> backups.freezes().estimate(target, needed, progress.engine(), pass.bytes()));
        }
        Optional<Failed> broken = freeze.broken(false);
        if (broken.isPresent()) {
            throw broken.get();
        }
        slot.await();
        StoredSnapshot stored = snapshot.stored();
        Pass.Content content = pass.content(stored);
        progress.verifying(target.restic(), stored.id(), content.bytes(), stored.added(), content.sha256());
        return snapshot;
    }

    /** The time in which restic reads. */
    private final class ReadWindow implements Window {

        private final Pass pass;
        private final BackupTarget target;
        private final Slots.Slot slot;
        private final Freeze freeze;
        private Optional<Failed> refused = Optional.empty();

        ReadWindow(Pass pass, BackupTarget target, Slots.Slot slot, Freeze freeze) {
            this.pass = pass;
            this.target = target;
            this.slot = slot;
            this.freeze = freeze;
        }

        @Override
        public void open() throws RepositoryException, InterruptedException {
            slot.take();
            try {
                if (pass.needsFreeze()) {
                    freeze.begin();
                }
                progress.reading();
                pass.open();
                progress.storing(target.restic());
            } catch (Failed e) {
                refused = Optional.of(e);
                RepositoryException failure =
                        new RepositoryException(Failure.NOT_BEGUN, String.valueOf(e.getMessage()));
                failure.initCause(e);
                throw failure;
            }
        }

        @Override
        public void close() {
            freeze.close();
            pass.close();
        }

        /** The reason that is nearest to the cause. */
        Failed failure(RepositoryException e) {
            Optional<Failed> broken = e.failure() == Failure.FREEZE_ENDED ? freeze.broken(true) : Optional.empty();
            return refused.or(() -> broken).orElseGet(() -> pass.failure(e));
        }
    }

    /** A snapshot that could not be checked may be intact, so it is kept for some days. */
    private Proof verify(Pass pass, UnverifiedSnapshot snapshot, BackupTarget target)
            throws RunFailure, InterruptedException {
        try {
            return proof(pass, snapshot.stored(), target);
        } catch (Unverified e) {
            unverified = true;
            snapshot.keep();
            throw e;
        }
    }

    private Proof proof(Pass pass, StoredSnapshot stored, BackupTarget target) throws RunFailure, InterruptedException {
        if (target.plan().verify() == Verify.SIZE) {
            throw new Unverified(
                    "the plan says verify: size, so nothing was read back; set verify: full to get verified snapshots",
                    false,
                    EndCause.POLICY);
        }
        try {
            return pass.verify(stored);
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

    private Outcome verdict(UnverifiedSnapshot snapshot, Proof proof) {
        Verified verdict = progress.verdict(proof.file(), proof.format(), proof.facts());
        snapshot.keep();
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

    /** Reports the outcome. */
    @Override
    public void close() {
        progress.ended(outcome);
    }
}
