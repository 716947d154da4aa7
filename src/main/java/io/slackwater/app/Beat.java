package io.slackwater.app;

import io.slackwater.backrest.reconcile.ReconcileLoop;
import io.slackwater.restore.Restores;
import io.slackwater.trust.RepositoryLooks;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/** The periodic work: reload the policy, survey Docker, start due runs, update alarms. */
@Singleton
public class Beat {

    private static final Logger LOG = Logger.getLogger(Beat.class);
    private static final long LAST_SECONDS = 5;

    private final Installation installation;
    private final Scheduling scheduling;
    private final InventoryLook inventory;
    private final Backups backups;
    private final RepositoryLooks looks;
    private final Restores restores;
    private final Optional<ReconcileLoop> backrest;
    private final Watch watch;
    private final IdleMemory memory;
    private final Lock one = new ReentrantLock();

    Beat(
            Installation installation,
            Scheduling scheduling,
            InventoryLook inventory,
            Backups backups,
            Restores restores,
            Watch watch) {
        this.installation = installation;
        this.scheduling = scheduling;
        this.inventory = inventory;
        this.backups = backups;
        this.looks = backups.looks;
        this.restores = restores;
        this.backrest = backups.reconcileLoop;
        this.watch = watch;
        this.memory = new IdleMemory(installation.clock, System::gc);
    }

    /** The failure of the last survey of Docker; empty when it succeeded. */
    Optional<String> problem() {
        return scheduling.begun() ? inventory.problem() : Optional.of("the recovery at the start is not complete yet");
    }

    void run() throws InterruptedException {
        one.lock();
        try {
            installation.policy.reload();
            if (scheduling.begun()) {
                scheduling.beat();
                looks.look(RepositoryLooks.busy(installation.policy.current(), backups.runs.open()));
                if (inventory.problem().isEmpty()) {
                    restores.settle();
                    backrest.ifPresent(loop -> loop.beat(installation.policy.current(), installation.board.get()));
                }
                watch.look(inventory.problem());
                memory.beat(backups.runs.idle());
            }
        } finally {
            one.unlock();
        }
    }

    /** A beat that goes on while the journal is closed behind it would take that for trouble, and alarm. */
    void awaitEnd() throws InterruptedException {
        if (one.tryLock(LAST_SECONDS, TimeUnit.SECONDS)) {
            one.unlock();
        } else {
            LOG.warnf("a beat does not end within %d s of the stop; it is left to end by itself", LAST_SECONDS);
        }
    }
}
