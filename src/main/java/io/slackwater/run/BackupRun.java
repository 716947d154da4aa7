package io.slackwater.run;

import io.slackwater.capture.CaptureException;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.JournalException;
import io.slackwater.policy.PlanPolicy.Verify;
import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.StoredSnapshot;
import io.slackwater.repository.Window;
import io.slackwater.run.Pass.Proof;
import io.slackwater.trust.RunFailure;
import io.slackwater.trust.RunFailure.Failed;
import io.slackwater.trust.RunFailure.Unverified;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * One run: {@link #run} makes attempts until the dataset has a verified snapshot or a retry is useless, and {@link #close} reports the
 * outcome. For one thread.
 */
final class BackupRun implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(BackupRun.class);

    /** restic said so before it stored anything: no snapshot can exist. */
    private static final Set<Failure> NOTHING_STORED = EnumSet.of(
            Failure.NO_REPOSITORY,
            Failure.OTHER_REPOSITORY,
            Failure.WRONG_KEY,
            Failure.KEY_MISSING,
            Failure.LOCKED,
            Failure.NOT_BEGUN);

    private final OngoingRun progress;
    private final Slots.Turn turn;
    private final BackupTargets targets;
    private final Passes passes;
    private final Freezes freezes;
    private final Storage storage;
    private final Retries retries;
    private Optional<Leftover> leftover = Optional.empty();
    private boolean unverified;
    private Outcome outcome = Outcome.LEFT_OPEN;
    private volatile boolean stopping;

    /** A snapshot that restic stored, or may have stored, and that has no verdict. */
    private record Leftover(String restic, Optional<String> snapshot) {}

    BackupRun(
            OngoingRun progress,
            Slots.Turn turn,
            BackupTargets targets,
            Passes passes,
            Freezes freezes,
            Storage storage,
            Retries retries) {
        this.progress = progress;
        this.turn = turn;
        this.targets = targets;
        this.passes = passes;
        this.freezes = freezes;
        this.storage = storage;
        this.retries = retries;
    }

    /** Makes one attempt after the other. A failed attempt thaws and ends its dump first; then its failure is journaled. */
    void run() {
        boolean again = true;
        while (again) {
            try (Undo undo = new Undo()) {
                Slots.Slot slot = lock(undo);
                BackupTarget target = journal();
                List<Pass> capture = capture(target, undo);
                StoredSnapshot stored = store(capture, target, slot, undo);
                Proof proof = verify(capture.getLast(), stored, target);
                outcome = verdict(proof);
                retention(target);
                again = false;
            } catch (RunFailure e) {
                again = repeats(e);
            } catch (InterruptedException e) {
                again = ends(e, stopping ? Outcome.LEFT_OPEN : Outcome.CANCELLED);
            } catch (JournalException e) {
                again = ends(e, Outcome.LEFT_OPEN);
            } catch (RuntimeException e) {
                LOG.errorf(
                        e,
                        "run broke run=%s dataset=%s",
                        progress.id(),
                        progress.record().dataset());
                again = ends(e, Outcome.broken(e));
            }
        }
    }

    private Slots.Slot lock(Undo undo) throws InterruptedException {
        retries.await(progress.record().attempt());
        return undo.add(turn.acquire(storage.queues(progress.dataset().id())));
    }

    /** Journals the begin, as soon as the leftovers of earlier runs are forgotten. */
    private BackupTarget journal() throws Failed, InterruptedException {
        List<String> earlier = storage.forgetLeftovers(progress.dataset());
        BackupTarget target = targets.of(progress.dataset(), storage);
        for (String run : earlier) {
            passes.sweep(target, run);
        }
        progress.capturing();
        return target;
    }

    private List<Pass> capture(BackupTarget target, Undo undo) throws Failed {
        List<Pass> capture = passes.of(target, progress.id());
        capture.forEach(undo::add);
        return capture;
    }

    private StoredSnapshot store(List<Pass> capture, BackupTarget target, Slots.Slot slot, Undo undo)
            throws Failed, InterruptedException {
        for (Pass pass : capture.subList(0, capture.size() - 1)) {
            store(pass, target, slot, undo.add(freezes.of(target, progress.id())));
        }
        return store(capture.getLast(), target, slot, undo.add(freezes.of(target, progress.id())));
    }

    /** The workload is frozen only while restic reads. */
    private StoredSnapshot store(Pass pass, BackupTarget target, Slots.Slot slot, Freeze freeze)
            throws Failed, InterruptedException {
        leftover = Optional.of(new Leftover(target.restic(), Optional.empty()));
        ReadWindow reading = new ReadWindow(pass, target, slot, freeze);
        StoredSnapshot stored;
        try {
            stored = storage.store(target.repository(), pass.request(), progress, reading, slot);
            leftover = Optional.of(new Leftover(target.restic(), Optional.of(stored.id())));
        } catch (RepositoryException e) {
            reading.close();
            if (e.snapshot().isPresent()) {
                leftover = Optional.of(new Leftover(target.restic(), e.snapshot()));
            } else if (pass.refused() || NOTHING_STORED.contains(e.failure())) {
                leftover = Optional.empty();
            }
            throw reading.failure(e);
        } finally {
            reading.close();
            progress.frozen(freeze.time());
            freeze.needed().ifPresent(needed -> freezes.estimate(target, needed, progress.engine(), pass.bytes()));
        }
        Optional<Failed> broken = freeze.broken(false);
        if (broken.isPresent()) {
            throw broken.get();
        }
        slot.await();
        Pass.Content content = pass.content(stored);
        progress.verifying(target.restic(), stored.id(), content.bytes(), stored.added(), content.sha256());
        return stored;
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

    private Proof verify(Pass pass, StoredSnapshot stored, BackupTarget target)
            throws RunFailure, InterruptedException {
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
                storage.damaged(
                        target.repository(), target.restic(), target.dataset().id(), failure);
            }
            throw failure;
        } catch (CaptureException e) {
            throw notVerified(e);
        } catch (IOException e) {
            throw new Unverified("reading the snapshot back failed: " + e.getMessage(), EndCause.NOT_CHECKED, e);
        }
    }

    static RunFailure notVerified(CaptureException e) {
        return e.transientFailure()
                ? new Unverified("stored, but could not be verified: " + e.getMessage(), EndCause.NOT_CHECKED, e)
                : new Failed("stored, but not whole: " + e.getMessage(), true, EndCause.NOT_WHOLE, e);
    }

    private Outcome verdict(Proof proof) {
        leftover = Optional.empty();
        return Outcome.succeeded(progress.verdict(proof.file(), proof.format(), proof.facts()), proof.notes());
    }

    /** Old snapshots of the dataset may be forgotten with its batch, unless the dataset shrank. */
    private void retention(BackupTarget target) {
        storage.guardRetention(target.limits(), progress.record());
    }

    /** Returns whether another attempt follows. */
    private boolean repeats(RunFailure e) {
        if (e instanceof Unverified) {
            // The snapshot may be intact, so it is kept for some days.
            unverified = true;
            leftover = Optional.empty();
        }
        poison(e);
        if (retries.again(e, progress.record().attempt())) {
            progress.repeats(e);
            return true;
        }
        outcome = Outcome.failed(e, unverified);
        return false;
    }

    private boolean ends(Exception e, Outcome end) {
        poison(e);
        outcome = end;
        return false;
    }

    private void poison(Exception reason) {
        leftover.ifPresent(left -> storage.poison(left.restic(), progress.record(), left.snapshot(), reason));
        leftover = Optional.empty();
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
