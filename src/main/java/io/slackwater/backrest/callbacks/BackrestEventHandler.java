package io.slackwater.backrest.callbacks;

import io.slackwater.backrest.engine.BackrestEventStream;
import io.slackwater.backrest.reconcile.ReconcileLoop;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.policy.Policy;
import io.slackwater.repository.PolicyRepositories;
import io.slackwater.trust.RepositoryLooks;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reacts to events of Backrest. Compares Backrest's configuration at once after an edit. Lists the repository at once
 * after a removal of snapshots.
 */
public record BackrestEventHandler(
        ReconcileLoop reconcile,
        Supplier<Policy> policy,
        InventoryBoard board,
        PolicyRepositories repositories,
        RepositoryLooks looks)
        implements BackrestEventStream.Listener {

    @Override
    public void edited() {
        if (board.looked()) {
            reconcile.soon(policy.get(), board.get());
        }
    }

    @Override
    public void forgotten(String restic, Set<String> snapshots) {
        policy.get().repositories().keySet().stream()
                .filter(name -> repositories.knownId(name).equals(Optional.of(restic)))
                .forEach(name -> looks.forgotten(name, restic, snapshots));
    }
}
