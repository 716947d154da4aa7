package io.slackwater.app;

import io.slackwater.discovery.InventoryBoard;
import io.slackwater.health.BackupHealth;
import io.slackwater.health.DatasetHealth;
import io.slackwater.journal.Journal;
import io.slackwater.policy.LivePolicy;
import io.slackwater.ui.HealthNow;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Keeps the health of all datasets, and computes it again only after a change. Safe for use by several threads. */
@Singleton
final class LiveHealth implements Supplier<List<DatasetHealth>>, HealthNow {

    private final BackupHealth health;
    private final LivePolicy policy;
    private final InventoryBoard board;
    private final Changes changes;
    private final List<Consumer<List<DatasetHealth>>> listeners = new CopyOnWriteArrayList<>();
    private volatile List<DatasetHealth> derived = List.of();

    LiveHealth(Journal journal, LivePolicy policy, InventoryBoard board, Clock clock) {
        this.health = new BackupHealth(journal, clock, ServiceKinds::ofServers);
        this.policy = policy;
        this.board = board;
        this.changes = new Changes(journal, policy, board, clock);
    }

    /** Registers a listener, which is called after each computation. It must not wait. */
    void onDerived(Consumer<List<DatasetHealth>> listener) {
        listeners.add(listener);
    }

    /** Returns the health. The list object stays the same until something changes. */
    @Override
    public synchronized List<DatasetHealth> get() {
        changes.compute(() -> {
            derived = health.check(policy.current(), board.looked() ? Optional.of(board.get()) : Optional.empty());
            listeners.forEach(listener -> listener.accept(derived));
        });
        return derived;
    }

    @Override
    public List<DatasetHealth> latest() {
        return derived;
    }

    /** Records which datasets are unhealthy, after Docker was surveyed. */
    void remember(List<DatasetHealth> datasets) {
        if (board.looked()) {
            health.remember(datasets);
        }
    }

    /** Whether this dataset was missing although its container existed, at the last {@link #remember}. */
    boolean hadVanished(String dataset) {
        return health.hadVanished(dataset);
    }
}
