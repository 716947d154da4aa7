package io.slackwater.backrest.engine;

import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.Operation;
import io.slackwater.backrest.client.OperationQuery;
import io.slackwater.backrest.reconcile.Destination;
import io.slackwater.repository.ChangedFiles;
import io.slackwater.repository.Engine;
import io.slackwater.repository.Failure;
import io.slackwater.repository.Gate;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.StoredSnapshot;
import io.slackwater.repository.Unclaimed;
import io.slackwater.repository.Window;
import io.slackwater.stream.OfferedDumps;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Lets Backrest run restic, by the plan with the dataset's id, so that progress and logs appear on Backrest's page. If
 * Backrest does not begin in time, Slackwater's own restic makes the backup, provided that Backrest has certainly read
 * nothing.
 *
 * @param dumps the dumps that Backrest reads
 * @param period the time between two polls of an operation
 * @param nanos a clock in nanoseconds, with any origin
 */
public record BackrestEngine(
        BackrestClient client,
        PendingCallbacks calls,
        PolicySetting setting,
        MissedCallbacks missed,
        OfferedDumps dumps,
        Duration period,
        LongSupplier nanos)
        implements Engine {

    private static final Logger LOG = Logger.getLogger(BackrestEngine.class);

    /** The longest wait for the end of a cancelled operation. Slackwater's shutdown waits a little longer. */
    private static final Duration LONGEST_CANCELLATION = Duration.ofSeconds(12);

    @Override
    public boolean takes(String dataset) {
        return calls.find(dataset).filter(CallbackSession::arrived).isPresent() || setting.wanted(dataset);
    }

    @Override
    public StoredSnapshot store(Repository repository, StoreRequest request, LongConsumer bytes, Window window)
            throws RepositoryException, InterruptedException {
        String dataset = request.dataset();
        String restic = repository.open();
        repository.requireRoom();
        Operation operation;
        try (CallbackSession session = calls.expect(dataset);
                Gate.Pass pass = pass(session, repository)) {
            Destination destination = setting.destination(dataset, restic);
            operation = new BackrestBackup(this, session, destination, request, window, bytes).run();
        } catch (Unclaimed e) {
            LOG.infof(
                    "Backrest did not store the backup dataset=%s run=%s repository=%s reason=\"%s\"",
                    dataset, request.run(), repository.id(), e.getMessage());
            throw e;
        } catch (RepositoryException e) {
            throw e.failure() == Failure.ELSEWHERE ? repository.explained(e) : e;
        }
        return stored(repository, restic, request, operation);
    }

    /**
     * Takes the lock on the repository within Slackwater. A call of Backrest is refused instead of waiting. Loss
     * prevented: a prune would block all backups in Backrest's queue.
     */
    private Gate.Pass pass(CallbackSession session, Repository repository)
            throws RepositoryException, InterruptedException {
        Gate gate = setting.gates().apply(repository);
        if (!session.arrived()) {
            return gate.shared();
        }
        Optional<Gate.Pass> now = gate.trySharedNow();
        if (now.isEmpty()) {
            String reason = "repository " + repository.id()
                    + " is being pruned, checked or cleaned up now; the next attempt of this run waits until that has ended";
            session.close(reason);
            throw new RepositoryException(Failure.NOT_BEGUN, reason);
        }
        return now.get();
    }

    private StoredSnapshot stored(Repository repository, String restic, StoreRequest request, Operation operation)
            throws RepositoryException, InterruptedException {
        String snapshot = operation.snapshot().orElseThrow();
        if (!operation.repositoryGuid().equals(restic)) {
            throw new RepositoryException(
                    Failure.ELSEWHERE,
                    "Backrest stored snapshot " + snapshot + " of dataset " + request.dataset() + " in its repository "
                            + operation.repository() + " (" + operation.repositoryGuid() + "), which is not repository "
                            + repository.id() + " of the policy (" + restic + ")");
        }
        ChangedFiles changed = request instanceof StoreRequest.Tree
                ? changed(repository, restic, request, snapshot)
                : ChangedFiles.NONE;
        long added = operation
                .raw()
                .at("/operationBackup/lastStatus/summary/dataAdded")
                .asLong();
        LOG.infof(
                "stored by Backrest dataset=%s run=%s repository=%s operation=%s snapshot=%s bytes=%d added=%d",
                request.dataset(),
                request.run(),
                repository.id(),
                operation.id(),
                snapshot,
                operation.bytesDone(),
                added);
        return new StoredSnapshot(snapshot, operation.bytesDone(), added, changed);
    }

    /**
     * Returns the files to read back, because they differ from the newest verified snapshot. Without such a snapshot,
     * returns all files. Loss prevented: damage in an unverified parent would stay unread.
     */
    private ChangedFiles changed(Repository repository, String restic, StoreRequest request, String snapshot)
            throws RepositoryException, InterruptedException {
        try {
            Optional<String> verified = setting.verified(request.dataset(), restic);
            // Loss prevented: after a user rewrote the snapshot's tags, and so its id, every backup would fail.
            if (verified.isPresent()
                    && repository.snapshots("plan:" + request.dataset()).stream()
                            .anyMatch(one -> one.id().equals(verified.get()))) {
                return repository.contents().changed(verified.get(), snapshot);
            }
            return ChangedFiles.ALL;
        } catch (RepositoryException e) {
            throw new RepositoryException(e.failure(), String.valueOf(e.getMessage()), Optional.of(snapshot));
        }
    }

    @Override
    public void decline(String dataset, String reason) {
        calls.find(dataset).filter(CallbackSession::arrived).ifPresent(session -> session.close(reason));
    }

    /**
     * Cancels a backup that no run tracks. Loss prevented: a snapshot without a verdict would be the parent of the next
     * backup.
     */
    @Override
    public MayStore mayStillStore(String dataset) throws InterruptedException {
        try {
            Optional<Operation> running = client.runningBackups(dataset).stream()
                    .filter(one -> !one.dryRun())
                    .findFirst();
            boolean storing = running.isPresent() && (calls.find(dataset).isPresent() || !cancel(running.get()));
            return storing ? MayStore.YES : MayStore.NO;
        } catch (BackrestException e) {
            LOG.warnf(
                    "Backrest does not tell whether an earlier backup has ended dataset=%s reason=%s",
                    dataset, e.getMessage());
            return MayStore.UNKNOWN;
        }
    }

    /**
     * Cancels the operation and waits for its end. Loss prevented: Backrest would store a snapshot for an ended run.
     *
     * @return whether the operation has certainly ended or no longer exists
     */
    boolean cancel(Operation operation) throws InterruptedException {
        long giveUp = nanos.getAsLong() + LONGEST_CANCELLATION.toNanos();
        try {
            client.cancel(operation.id());
            do {
                if (client.operations(OperationQuery.ofId(operation.id())).stream()
                        .allMatch(one -> one.status().ended())) {
                    return true;
                }
                Thread.sleep(period);
            } while (nanos.getAsLong() < giveUp);
        } catch (BackrestException e) {
            LOG.debugf("Backrest did not answer a cancellation operation=%s reason=%s", operation.id(), e.getMessage());
        }
        LOG.warnf(
                "Backrest has not ended a cancelled operation plan=%s operation=%s", operation.plan(), operation.id());
        return false;
    }
}
