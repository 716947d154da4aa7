package io.slackwater.app;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.slackwater.docker.DockerEvents;
import io.slackwater.docker.DockerException;
import io.slackwater.journal.RestoreRecord;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Starts in the order that keeps data safe: thaw what a dead process left frozen, remove its helpers, settle its runs, and only then
 * look for work. All of that waits for Docker in the background, so that an absent daemon makes us not ready, and not dead.
 */
@Singleton
public class Boot {

    private static final Logger LOG = Logger.getLogger(Boot.class);
    private static final Set<String> WORTH_A_LOOK = Set.of("start", "die", "destroy", "create", "rename");
    private static final long RETRY_SECONDS = 2;
    private static final long SETTLE_SECONDS = 3;

    private final Slackwater slackwater;
    private final Beat pass;
    private final AtomicBoolean lookPlanned = new AtomicBoolean();
    private final ScheduledExecutorService soon = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("look").factory());
    private volatile boolean booted;
    private volatile boolean stopping;
    private @Nullable AutoCloseable events;

    Boot(Slackwater slackwater, Beat pass) {
        this.slackwater = slackwater;
        this.pass = pass;
    }

    /** Whether leases, helpers and runs of an earlier process are settled. */
    public boolean booted() {
        return booted;
    }

    void start(@Observes StartupEvent event) {
        events = slackwater.docker().follow(new Listener());
        soon.execute(this::settle);
    }

    /** There may be something new to protect. */
    void restored(@Observes RestoreRecord restore) {
        if (!stopping) {
            lookSoon();
        }
    }

    void stop(@Observes ShutdownEvent event) throws Exception {
        stopping = true;
        soon.shutdownNow();
        if (events != null) {
            events.close();
        }
    }

    private void settle() {
        slackwater.freezer().settle();
        try {
            int swept = slackwater.docker().sweepHelpers();
            if (swept > 0) {
                LOG.infof("removed leftovers helpers=%d", swept);
            }
        } catch (DockerException e) {
            if (stopping) {
                return;
            }
            LOG.warnf("cannot settle yet reason=%s", e.getMessage());
            soon.schedule(this::settle, RETRY_SECONDS, TimeUnit.SECONDS);
            return;
        }
        pass.begin(slackwater.settleRuns());
        booted = true;
        tick();
    }

    /** The schedule's own beat; Docker's events make it look sooner. */
    @Scheduled(
            every = "${slackwater.tick:20s}",
            delayed = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void tick() {
        slackwater.passing().lock();
        try {
            if (!stopping) {
                pass.run(booted);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (stopping) {
                LOG.debug("pass ended by the stop", e);
            } else {
                LOG.errorf(e, "pass failed");
            }
        } finally {
            slackwater.passing().unlock();
        }
    }

    private void lookSoon() {
        if (booted && lookPlanned.compareAndSet(false, true)) {
            soon.schedule(
                    () -> {
                        lookPlanned.set(false);
                        tick();
                    },
                    SETTLE_SECONDS,
                    TimeUnit.SECONDS);
        }
    }

    private final class Listener implements DockerEvents {
        @Override
        public void resync() {
            slackwater.freezer().resync();
            slackwater.survey().resync();
            lookSoon();
        }

        @Override
        public void container(String action, String containerId, Instant at) {
            slackwater.freezer().container(action, containerId, at);
            slackwater.survey().container(action, containerId, at);
            if (WORTH_A_LOOK.contains(action)) {
                lookSoon();
            }
        }

        @Override
        public void volume() {
            slackwater.survey().volume();
        }

        @Override
        public void lost(String reason) {
            slackwater.freezer().lost(reason);
            slackwater.survey().lost(reason);
            LOG.warnf("Docker's events were lost reason=%s", reason);
        }
    }
}
