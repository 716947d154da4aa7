package io.slackwater.app;

import io.slackwater.discovery.InventoryBoard;
import io.slackwater.health.BackupHealth;
import io.slackwater.health.DatasetHealth;
import io.slackwater.policy.LivePolicy;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The health of all datasets, derived anew only after a change. Safe for use by several threads. */
final class LiveHealth {

    private final BackupHealth health;
    private final LivePolicy policy;
    private final InventoryBoard board;
    private final Predicate<String> meant;
    private final Changes changes;
    private List<DatasetHealth> derived = List.of();

    /** @param meant whether a person said that a dataset's end is meant */
    LiveHealth(BackupHealth health, LivePolicy policy, InventoryBoard board, Predicate<String> meant, Changes changes) {
        this.health = health;
        this.policy = policy;
        this.board = board;
        this.meant = meant;
        this.changes = changes;
    }

    /** The same list as before while nothing has changed. */
    synchronized List<DatasetHealth> now() {
        if (changes.any()) {
            try {
                derived = health.check(
                        policy.current(), board.looked() ? Optional.of(board.get()) : Optional.empty(), meant);
            } catch (RuntimeException e) {
                changes.again();
                throw e;
            }
        }
        return derived;
    }
}
