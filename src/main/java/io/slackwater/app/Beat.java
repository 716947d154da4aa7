package io.slackwater.app;

import io.slackwater.alert.Conditions;
import io.slackwater.api.UpcomingRuns;
import io.slackwater.discovery.Discovery;
import io.slackwater.discovery.Inventory;
import io.slackwater.docker.DockerException;
import io.slackwater.schedule.DueDecision;
import io.slackwater.schedule.KnownDataset;
import io.slackwater.schedule.KnownDatasets;
import io.slackwater.schedule.NextRun;
import io.slackwater.schedule.Scheduler;
import io.slackwater.schedule.World;
import io.slackwater.trust.RepositoryLooks;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One beat: the policy's file, Docker, what is due, what has to be told. */
@Singleton
public class Beat implements UpcomingRuns {

    private static final Logger LOG = Logger.getLogger(Beat.class);

    private final Slackwater slackwater;
    private final DueDecision decision;
    private final Watch watch;
    private final KnownDatasets datasets;
    private final Changes changes;
    private final IdleMemory memory;
    private volatile @Nullable String problem;
    private volatile @Nullable Scheduler scheduler;
    private volatile @Nullable Discovery discovery;

    Beat(Slackwater slackwater, Watch watch) {
        this.slackwater = slackwater;
        this.watch = watch;
        this.decision = new DueDecision(slackwater.clock(), slackwater.journal().schedule());
        this.datasets = new KnownDatasets(
                slackwater.board(),
                slackwater::policy,
                slackwater.runs(),
                slackwater.journal(),
                this::store,
                this::awaitsPlan);
        this.changes = slackwater.changes();
        this.memory = new IdleMemory(slackwater.clock(), System::gc);
    }

    /** @param interrupted datasets whose run was ended by our restart */
    void begin(Set<String> interrupted) {
        scheduler = new Scheduler(
                slackwater.board(),
                slackwater::policy,
                slackwater.runs(),
                slackwater.maintenance(),
                datasets,
                decision,
                interrupted);
    }

    private boolean awaitsPlan(KnownDataset dataset) {
        return slackwater
                .provisioning()
                .filter(backrest -> dataset.last().isEmpty()
                        && backrest.awaitsPlan(dataset.id(), dataset.plan(), slackwater.policy()))
                .isPresent();
    }

    private World.Store store(String repository) {
        OptionalLong free = slackwater.repository(repository).space().freeBytes();
        int least = slackwater.policy().limits().minFreeMiB();
        return new World.Store(
                slackwater.keySince(repository).map(Instant::toString).orElse(""),
                slackwater.repositoryAlarms().reason(repository).isEmpty()
                        && Conditions.lowDisk(repository, free, least).isEmpty());
    }

    @Override
    public List<NextRun> nextRuns() {
        Scheduler current = scheduler;
        return current == null ? decision.nextRuns(slackwater.policy(), List.of()) : current.nextRuns();
    }

    /** Who we are is asked of Docker, so the first look that reaches it makes the discovery; it remembers from then on. */
    private Inventory look() throws DockerException, InterruptedException {
        Discovery current = discovery;
        if (current == null) {
            current = new Discovery(
                    slackwater.docker(),
                    slackwater::policy,
                    slackwater.clock(),
                    slackwater.mountProver(),
                    slackwater.self().environment(),
                    slackwater.kinds());
            discovery = current;
        }
        return current.look(slackwater.survey().now());
    }

    /** Why the last look at Docker failed; empty when it succeeded. */
    public Optional<String> problem() {
        return scheduler == null ? Optional.of("the start is not settled yet") : Optional.ofNullable(problem);
    }

    void run(boolean booted) throws InterruptedException {
        slackwater.livePolicy().reload();
        Scheduler current = scheduler;
        if (booted && current != null) {
            schedule(current);
            slackwater
                    .looks()
                    .look(RepositoryLooks.busy(
                            slackwater.policy(), slackwater.runs().open()));
            if (problem().isEmpty()) {
                slackwater.restores().settle();
                slackwater
                        .provisioning()
                        .ifPresent(backrest -> backrest.beat(slackwater.policy(), slackwater.inventory()));
            }
            watch.look(problem());
            memory.beat(slackwater.runs().idle());
        }
    }

    /** Without Docker the last inventory stays in force: its runs then fail with the reason, and are retried. */
    private void schedule(Scheduler scheduler) throws InterruptedException {
        // Asked on both sides of the look: what it saw paused is in one of them.
        Set<String> frozen = new HashSet<>(datasets.frozen());
        try {
            slackwater.board().put(look());
            problem = null;
        } catch (DockerException e) {
            problem = String.valueOf(e.getMessage());
            LOG.warnf("look at Docker failed reason=%s", e.getMessage());
            return;
        }
        if (changes.any()) {
            try {
                frozen.addAll(datasets.frozen());
                slackwater.survey().inspect(scheduler.refresh(frozen));
            } catch (RuntimeException e) {
                changes.again();
                throw e;
            }
        }
        scheduler.tick();
    }
}
