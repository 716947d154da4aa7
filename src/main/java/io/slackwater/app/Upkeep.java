package io.slackwater.app;

import io.slackwater.backrest.reconcile.ReconcileLoop;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.policy.LivePolicy;
import io.slackwater.restore.Restores;
import io.slackwater.trust.RepositoryLooks;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Does regular work besides the runs: lists repositories, undoes interrupted restores, and updates Backrest's
 * configuration.
 */
@Singleton
public record Upkeep(
        RepositoryLooks looks,
        Restores restores,
        Optional<ReconcileLoop> reconcileLoop,
        LivePolicy policy,
        InventoryBoard board) {

    /**
     * Does this work once.
     *
     * @param docker whether Docker answers
     */
    void beat(boolean docker) throws InterruptedException {
        looks.look();
        if (docker) {
            restores.settle();
            reconcileLoop.ifPresent(loop -> loop.beat(policy.current(), board.get()));
        }
    }
}
