package io.slackwater.app;

import io.slackwater.docker.DockerException;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Does the periodic work. Reloads the policy, surveys Docker, starts due runs and lists repositories. Undoes
 * interrupted restores, and updates Backrest's configuration and the alarms.
 */
@Singleton
public class Beat {

    private static final Logger LOG = Logger.getLogger(Beat.class);
    private static final long LAST_SECONDS = 5;

    private final Installation installation;
    private final DockerHost host;
    private final Backups backups;
    private final Watch watch;
    private final Changes changes;
    private final IdleMemory memory;
    private final Lock one = new ReentrantLock();
    private volatile Optional<String> problem = Optional.empty();

    Beat(Installation installation, DockerHost host, Backups backups, Watch watch) {
        this.installation = installation;
        this.host = host;
        this.backups = backups;
        this.watch = watch;
        this.changes = new Changes(installation.journal, installation.policy, installation.board, installation.clock);
        this.memory = new IdleMemory(installation.clock, System::gc);
    }

    void run() throws InterruptedException {
        one.lock();
        try {
            installation.policy.reload();
            boolean docker = schedule();
            backups.looks.look();
            if (docker) {
                host.commands.settle(false);
                backups.restores.settle();
                backups.inPlaceRestores.settle();
                backups.reconcileLoop.ifPresent(
                        loop -> loop.beat(installation.policy.current(), installation.board.get()));
            }
            watch.look(problem);
            memory.beat(backups.runs.idle());
        } finally {
            one.unlock();
        }
    }

    /**
     * Surveys Docker, then starts the runs that are due.
     *
     * @return whether Docker answered
     */
    private boolean schedule() throws InterruptedException {
        // Read before and after the survey, so that every container that the survey saw paused is included.
        Set<String> frozen = new HashSet<>(installation.journal.leases().containers());
        if (!survey()) {
            return false;
        }
        watch.surveyed();
        changes.compute(() -> {
            frozen.addAll(installation.journal.leases().containers());
            host.survey.inspect(backups.scheduler.refresh(frozen));
        });
        backups.scheduler.tick();
        return true;
    }

    /**
     * Surveys Docker, and publishes the inventory. If Docker does not answer, the last inventory stays valid, and runs
     * fail with Docker's message.
     */
    private boolean survey() throws InterruptedException {
        try {
            installation.board.put(backups.discovery.look(host.survey.now(), host.self.environment()));
            problem = Optional.empty();
        } catch (DockerException e) {
            problem = Optional.of(String.valueOf(e.getMessage()));
            LOG.warnf("the survey of Docker failed reason=%s", e.getMessage());
        }
        return problem.isEmpty();
    }

    /** Returns why the last survey of Docker failed; empty when it succeeded. */
    Optional<String> problem() {
        return problem;
    }

    /** Waits until the periodic work has ended, because work on closed parts would raise an alarm. */
    void awaitEnd() throws InterruptedException {
        if (one.tryLock(LAST_SECONDS, TimeUnit.SECONDS)) {
            one.unlock();
        } else {
            LOG.warnf("the periodic work did not end within %d s; Slackwater stops anyway", LAST_SECONDS);
        }
    }
}
