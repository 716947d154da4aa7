package io.slackwater.backrest.engine;

import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.Operation;
import io.slackwater.backrest.client.OperationQuery;
import io.slackwater.backrest.client.OperationStatus;
import io.slackwater.repository.Failure;
import io.slackwater.repository.OtherRestic;
import io.slackwater.repository.RepositoryException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Tells whether Backrest's restic uses a repository. Loss prevented: a restic with an exclusive lock, such as prune,
 * would start while Backrest works on the same repository.
 *
 * @param host Backrest's host name, which restic writes into its locks
 * @param longest the longest wait for the end of Backrest's operation
 * @param nanos a clock in nanoseconds, with any origin
 */
public record BackrestRestic(BackrestClient client, String host, Duration longest, LongSupplier nanos)
        implements OtherRestic {

    private static final Logger LOG = Logger.getLogger(BackrestRestic.class);
    private static final int NEWEST = 200;
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    @Override
    public boolean awaitIdle(String repository, String restic) throws RepositoryException, InterruptedException {
        long giveUp = nanos.getAsLong() + longest.toNanos();
        try {
            for (Optional<Operation> running = running(restic); running.isPresent(); running = running(restic)) {
                if (nanos.getAsLong() >= giveUp) {
                    throw new RepositoryException(
                            Failure.LOCKED,
                            "repository %s: Backrest has been working on it for too long (%s of plan %s, operation %s). Slackwater tries again later."
                                    .formatted(
                                            repository,
                                            running.get().kind(),
                                            running.get().plan(),
                                            running.get().id()));
                }
                Thread.sleep(LOOK_EVERY);
            }
            return true;
        } catch (BackrestException e) {
            // Backrest's restic may still run. It holds a lock then, for which Slackwater's restic waits.
            LOG.debugf("Backrest's operations cannot be read repository=%s reason=%s", repository, e.getMessage());
            return false;
        }
    }

    private Optional<Operation> running(String restic) throws BackrestException, InterruptedException {
        return client.operations(OperationQuery.ofRepository(restic).last(NEWEST)).stream()
                .filter(operation -> operation.status() == OperationStatus.INPROGRESS)
                .findFirst();
    }

    @Override
    public boolean locks(String name) {
        return name.equals(host);
    }

    @Override
    public void changed(String repository) {
        Thread.ofVirtual().name("backrest-index-" + repository).start(() -> {
            try {
                client.indexSnapshots(repository);
            } catch (BackrestException e) {
                LOG.debugf("Backrest does not index the snapshots repository=%s reason=%s", repository, e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
