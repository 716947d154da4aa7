package io.slackwater.run;

import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.StoredSnapshot;
import io.slackwater.repository.Window;
import io.slackwater.run.Pass.Proof;
import io.slackwater.trust.RunFailure;
import io.slackwater.trust.RunFailure.Failed;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The capture of one attempt: restic's passes over the dataset, and the snapshots that restic makes. Close it even if
 * {@link #store} fails: closing marks the snapshots for removal, except one that {@link #keep} keeps.
 */
final class Capture implements AutoCloseable {

    private final BackupRuns backups;
    private final OngoingRun progress;
    private final BackupTarget target;
    private final Slots.Slot slot;
    private final List<Pass> passes;
    private final List<UnverifiedSnapshot> snapshots = new ArrayList<>();

    Capture(BackupRuns backups, OngoingRun progress, BackupTarget target, Slots.Slot slot) throws Failed {
        this.backups = backups;
        this.progress = progress;
        this.target = target;
        this.slot = slot;
        this.passes = backups.passes().of(target, progress.id());
    }

    /** Stores all passes. Only the snapshot of the last pass counts. */
    void store() throws Failed, InterruptedException {
        if (passes.getLast().needsFreeze()) {
            progress.expects(passes.getLast().estimate());
        }
        for (Pass pass : passes) {
            if (!pass.needed()) {
                continue;
            }
            UnverifiedSnapshot snapshot = new UnverifiedSnapshot(backups.poisons(), target.restic(), progress);
            snapshots.add(snapshot);
            store(pass, snapshot);
        }
    }

    /** Stores one pass. The container is paused only while restic reads. */
    private void store(Pass pass, UnverifiedSnapshot snapshot) throws Failed, InterruptedException {
        Freeze freeze = new Freeze(backups.freezer(), target, progress.id());
        Reading reading = new Reading(pass, freeze);
        try (reading) {
            snapshot.stored(backups.engines().store(target.repository(), pass.request(), progress, reading, slot));
        } catch (RepositoryException e) {
            snapshot.failed(e, pass.refused());
            throw reading.failure(e);
        } finally {
            progress.frozen(freeze.time());
            freeze.needed()
                    .ifPresent(needed -> backups.estimate()
                            .record(target, needed, progress.record().progress().engine()));
        }
        Optional<Failed> broken = freeze.broken(false);
        if (broken.isPresent()) {
            throw broken.get();
        }
        slot.await();
        StoredSnapshot stored = snapshot.stored();
        Pass.Content content = pass.content(stored);
        boolean last = pass == passes.getLast();
        long hot = snapshots.stream()
                .filter(one -> !last || one != snapshot)
                .mapToLong(one -> one.stored().added())
                .sum();
        progress.storedInPasses(hot, last && !freeze.time().isZero() ? stored.added() : 0);
        if (last) {
            progress.verifying(target.restic(), stored.id(), content.bytes(), hot + stored.added(), content.sha256());
        }
        if (pass.request() instanceof StoreRequest.Tree) {
            backups.passes().trees().read(target.restic(), stored.added(), reading.time());
        }
    }

    /** Verifies the last pass's snapshot by reading it back. */
    Proof verify() throws RunFailure, RepositoryException, IOException, InterruptedException {
        return passes.getLast().verify(snapshots.getLast().stored());
    }

    /** Keeps the last pass's snapshot, because it is verified or may be intact. */
    void keep() {
        snapshots.getLast().keep();
    }

    @Override
    public void close() {
        passes.forEach(Pass::discard);
        snapshots.forEach(UnverifiedSnapshot::close);
    }

    /** Opens when restic is about to read and closes when it has read. The container is paused meanwhile. */
    private final class Reading implements Window, AutoCloseable {

        private final Pass pass;
        private final Freeze freeze;
        private ContainerCommands.Begun commands = ContainerCommands.Begun.NONE;
        private Optional<Failed> refused = Optional.empty();
        private long opened;
        private long closed;

        Reading(Pass pass, Freeze freeze) {
            this.pass = pass;
            this.freeze = freeze;
        }

        @Override
        public void open() throws RepositoryException, InterruptedException {
            slot.take();
            try {
                if (pass == passes.getLast()) {
                    commands = backups.commands()
                            .begin(target.workload(), target.limits().exec());
                }
                if (pass.needsFreeze()) {
                    progress.expects(pass.estimate());
                    freeze.begin();
                }
                progress.reading();
                pass.open();
                progress.storing(target.restic());
                opened = System.nanoTime();
            } catch (Failed e) {
                refused = Optional.of(e);
                RepositoryException failure =
                        new RepositoryException(Failure.NOT_BEGUN, String.valueOf(e.getMessage()));
                failure.initCause(e);
                throw failure;
            }
        }

        /** Resumes the container as soon as the pass needs it paused no more. */
        @Override
        public void close(boolean read) {
            try (ContainerCommands.Begun begun = commands;
                    pass;
                    freeze) {
                closed = System.nanoTime();
                pass.readEnded(read);
            }
        }

        @Override
        public void close() {
            close(false);
        }

        /** Returns how long restic worked. */
        Duration time() {
            return Duration.ofNanos(closed - opened);
        }

        /**
         * Returns the failure that explains the error best: a refused start, a pause that ended early, or the error
         * itself.
         */
        Failed failure(RepositoryException e) {
            Optional<Failed> broken = e.failure() == Failure.FREEZE_ENDED ? freeze.broken(true) : Optional.empty();
            return refused.or(() -> broken).orElseGet(() -> pass.failure(e));
        }
    }
}
