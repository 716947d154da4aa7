package io.slackwater.app;

import io.slackwater.policy.LivePolicy;
import io.slackwater.run.Runs;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Does the periodic work: reloads the policy, surveys Docker, starts due runs, maintains repositories, updates alarms.
 */
@Singleton
public class Beat {

    private static final Logger LOG = Logger.getLogger(Beat.class);
    private static final long LAST_SECONDS = 5;

    private final LivePolicy policy;
    private final Scheduling scheduling;
    private final InventorySurvey inventory;
    private final Upkeep upkeep;
    private final Watch watch;
    private final Runs runs;
    private final IdleMemory memory;
    private final Lock one = new ReentrantLock();

    Beat(
            LivePolicy policy,
            Scheduling scheduling,
            InventorySurvey inventory,
            Upkeep upkeep,
            Watch watch,
            Runs runs,
            Clock clock) {
        this.policy = policy;
        this.scheduling = scheduling;
        this.inventory = inventory;
        this.upkeep = upkeep;
        this.watch = watch;
        this.runs = runs;
        this.memory = new IdleMemory(clock, System::gc);
    }

    void run() throws InterruptedException {
        one.lock();
        try {
            policy.reload();
            scheduling.beat();
            Optional<String> docker = inventory.problem();
            upkeep.beat(docker.isEmpty());
            watch.look(docker);
            memory.beat(runs.idle());
        } finally {
            one.unlock();
        }
    }

    /** Waits until the periodic work has ended, because work on a closed journal would raise an alarm. */
    void awaitEnd() throws InterruptedException {
        if (one.tryLock(LAST_SECONDS, TimeUnit.SECONDS)) {
            one.unlock();
        } else {
            LOG.warnf("the periodic work did not end within %d s; Slackwater stops anyway", LAST_SECONDS);
        }
    }
}
