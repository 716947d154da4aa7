package io.slackwater.backrest.reconcile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.Operation;
import io.slackwater.backrest.client.OperationKind;
import io.slackwater.backrest.client.OperationQuery;
import io.slackwater.journal.BackrestStore;
import io.slackwater.journal.BackrestStore.LogPosition;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks for backups that Backrest made by an edited plan. Loss prevented: without the hooks, the container would not be
 * paused, and the snapshot would count.
 */
final class EditWatch {

    private static final Logger LOG = Logger.getLogger(EditWatch.class);

    private static final long OPEN = -1;

    private final BackrestClient client;
    private final BackrestStore store;
    private final Predicate<Operation> settled;
    private @Nullable Instant good;

    /**
     * @param settled records a backup unless a run made it; returns false when it cannot be judged yet. May be called
     *     again for the same backup
     */
    EditWatch(BackrestClient client, BackrestStore store, Predicate<Operation> settled) {
        this.client = client;
        this.store = store;
        this.settled = settled;
    }

    /**
     * Reads the operations since the last call, if the configuration was changed since.
     *
     * @param plans the ids of Slackwater's plans
     */
    void look(ObjectNode config, Set<String> plans) throws BackrestException, InterruptedException {
        long modno = config.path("modno").asLong();
        Optional<LogPosition> before = store.log();
        if (before.filter(position -> position.modno() == modno).isPresent()) {
            return;
        }
        List<Operation> log = client.operations(OperationQuery.all().last(OperationQuery.A_NIGHT));
        long newest = log.stream().mapToLong(Operation::number).max().orElse(0);
        // At the first look, earlier operations are not judged.
        long known = before.map(LogPosition::newest).orElse(newest);
        List<Long> unsettled = log.stream()
                .filter(operation -> operation.number() > known
                        && operation.kind() == OperationKind.BACKUP
                        && !operation.dryRun()
                        && plans.contains(operation.plan())
                        && !settled(operation))
                .map(Operation::number)
                .toList();
        LogPosition position = unsettled.isEmpty()
                ? new LogPosition(modno, newest)
                : new LogPosition(OPEN, Collections.min(unsettled) - 1);
        store.log(position);
    }

    private boolean settled(Operation backup) {
        return backup.status().ended() && (backup.snapshot().isEmpty() || settled.test(backup));
    }

    /** Records that the configuration was read at this time and had no edits in Slackwater's entries. */
    void good(Instant at) {
        good = at;
    }

    /**
     * Cancels the running backup if it began with an edited plan. Loss prevented: its container is not paused, and
     * Backrest would remove verified snapshots by the edited retention.
     *
     * @param putBack the changes that undid edits
     */
    void cancel(Operation running, List<Change> putBack) throws BackrestException, InterruptedException {
        Instant unedited = good;
        boolean edited = putBack.stream()
                .anyMatch(change -> change.action() == Change.Action.PUT_BACK
                        && change.subject().equals(BackrestSubject.plan(running.plan())));
        if (edited && unedited != null && !running.started().isBefore(unedited)) {
            LOG.warnf(
                    "cancelled a backup in Backrest, because its plan was edited plan=%s operation=%s",
                    running.plan(), running.id());
            client.cancel(running.id());
        }
    }
}
