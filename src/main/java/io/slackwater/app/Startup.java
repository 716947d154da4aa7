package io.slackwater.app;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.slackwater.docker.DockerEvents;
import io.slackwater.docker.DockerException;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.schedule.Scheduler;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Starts Slackwater in an order that keeps data safe. It resumes the containers that the last process left paused, and
 * removes its helper containers. Then it ends that process's runs, and allows new runs. The start waits for Docker in
 * the background: without Docker, Slackwater is not ready but keeps running.
 */
@Singleton
public class Startup {

    private static final Logger LOG = Logger.getLogger(Startup.class);
    private static final Set<String> WORTH_A_SURVEY = Set.of("start", "die", "destroy", "create", "rename");
    private static final long RETRY_SECONDS = 2;
    private static final long SETTLE_SECONDS = 3;

    private final Installation installation;
    private final DockerHost host;
    private final Backups backups;
    private final Scheduler scheduler;
    private final Beat beat;
    private final AtomicBoolean surveyPlanned = new AtomicBoolean();
    private final ScheduledExecutorService soon = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("survey").factory());
    private volatile boolean settled;
    private volatile boolean stopping;
    private @Nullable AutoCloseable events;
    private @Nullable RunLogHandler runLog;

    Startup(Installation installation, DockerHost host, Backups backups, Scheduler scheduler, Beat beat) {
        this.installation = installation;
        this.host = host;
        this.backups = backups;
        this.scheduler = scheduler;
        this.beat = beat;
    }

    /** Whether the clean-up after the last process is complete. */
    public boolean settled() {
        return settled;
    }

    /** First of all observers: while Docker answers, Quarkus reads the templates of the pages. */
    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        runLog = RunLogHandler.install(backups.runLogs);
        events = host.docker.follow(new Listener());
        soon.execute(this::settle);
    }

    /** Surveys Docker after a restore, because the restore may have created a dataset. */
    void restored(@Observes RestoreRecord restore) {
        if (!stopping) {
            surveySoon();
        }
    }

    void stop(@Observes ShutdownEvent event) throws Exception {
        stopping = true;
        soon.shutdownNow();
        if (events != null) {
            events.close();
        }
        if (runLog != null) {
            runLog.close();
        }
    }

    private void settle() {
        try {
            host.freezer.settle();
            int swept = host.docker.sweepHelpers();
            if (swept > 0) {
                LOG.infof("removed helper containers of the last process count=%d", swept);
            }
            scheduler.catchUp(installation.interruptedRuns.settle(host.freezer::stood));
        } catch (DockerException | RuntimeException e) {
            if (stopping) {
                return;
            }
            LOG.warnf("Slackwater cannot clean up after its last process yet, and tries again reason=%s", e);
            soon.schedule(this::settle, RETRY_SECONDS, TimeUnit.SECONDS);
            return;
        }
        settled = true;
        tick();
    }

    /** Does the regular work. An event from Docker triggers it earlier. */
    @Scheduled(
            every = "${slackwater.tick:20s}",
            delayed = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void tick() {
        try {
            if (settled && !stopping) {
                beat.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (stopping) {
                LOG.debug("the shutdown interrupted the periodic work", e);
            } else {
                LOG.errorf(e, "the periodic work failed; it is repeated");
            }
        }
    }

    private void surveySoon() {
        if (settled && surveyPlanned.compareAndSet(false, true)) {
            soon.schedule(
                    () -> {
                        surveyPlanned.set(false);
                        tick();
                    },
                    SETTLE_SECONDS,
                    TimeUnit.SECONDS);
        }
    }

    /** Passes Docker's events on, first to those that resume containers. */
    private final class Listener implements DockerEvents {

        private final List<DockerEvents> listeners = Stream.of(
                        Optional.of(host.freezer), backups.backrest.map(Backrest::events), Optional.of(host.survey))
                .<DockerEvents>mapMulti(Optional::ifPresent)
                .toList();

        @Override
        public void resync() {
            listeners.forEach(DockerEvents::resync);
            surveySoon();
        }

        @Override
        public void container(String action, String containerId, Instant at) {
            listeners.forEach(listener -> listener.container(action, containerId, at));
            if (WORTH_A_SURVEY.contains(action)) {
                surveySoon();
            }
        }

        @Override
        public void volume() {
            listeners.forEach(DockerEvents::volume);
        }
    }
}
