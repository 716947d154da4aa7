package io.slackwater.app;

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
    private final InventorySurvey inventory;
    private final Backups backups;
    private final Watch watch;
    private final IdleMemory memory;
    private final Lock one = new ReentrantLock();

    Beat(Installation installation, Scheduling scheduling, InventorySurvey inventory, Backups backups, Watch watch) {
        this.installation = installation;
        this.scheduling = scheduling;
        this.inventory = inventory;
        this.backups = backups;
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
                backups.looks.look(RepositoryLooks.busy(installation.policy.current(), backups.runs.open()));
                if (inventory.problem().isEmpty()) {
                    backups.restores.settle();
                    backups.reconcileLoop.ifPresent(
                            loop -> loop.beat(installation.policy.current(), installation.board.get()));
                }
                watch.look(inventory.problem());
                memory.beat(backups.runs.idle());
            }
        } finally {
            one.unlock();
        }
    }

    /** Waits for the running beat, because a beat on a closed journal would raise an alarm. */
    void awaitEnd() throws InterruptedException {
        if (one.tryLock(LAST_SECONDS, TimeUnit.SECONDS)) {
            one.unlock();
        } else {
            LOG.warnf("a beat does not end within %d s of the stop; it is left to end by itself", LAST_SECONDS);
        }
    }
}
