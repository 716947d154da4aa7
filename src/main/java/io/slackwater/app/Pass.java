package io.slackwater.app;

import io.slackwater.alert.Conditions;
import io.slackwater.api.UpcomingRuns;
import io.slackwater.discovery.Discovery;
import io.slackwater.discovery.Inventory;
import io.slackwater.docker.DockerException;
import io.slackwater.schedule.DueDecision;
import io.slackwater.schedule.KnownDataset;
import io.slackwater.schedule.NextRun;
import io.slackwater.schedule.ScheduleMemory;
import io.slackwater.schedule.Scheduler;
import io.slackwater.schedule.World;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One beat: the policy's file, Docker, what is due, what has to be told. */
@Singleton
public class Pass implements UpcomingRuns {

    private final Slackwater slackwater;
    private final DueDecision decision;
    private final Watch watch;
    private volatile @Nullable Scheduler scheduler;
    private volatile @Nullable Discovery discovery;

    Pass(Slackwater slackwater, Watch watch) {
        this.slackwater = slackwater;
        this.watch = watch;
        this.decision = new DueDecision(slackwater.clock(), ScheduleMemory.in(slackwater.journal()));
    }

    /** @param interrupted datasets whose run was ended by our restart */
    void begin(Set<String> interrupted) {
        scheduler = new Scheduler(
                this::look,
                slackwater.board(),
                slackwater::policy,
                slackwater.runs(),
                slackwater.maintenance(),
                slackwater.journal(),
                decision,
                interrupted,
                this::store,
                this::awaitsPlan,
                slackwater.clock());
    }

    private boolean awaitsPlan(KnownDataset dataset) {
        return slackwater
                .provisioning()
                .filter(backrest -> backrest.awaitsPlan(dataset, slackwater.policy()))
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
        Scheduler current = scheduler;
        return current == null ? Optional.of("the start is not settled yet") : current.problem();
    }

    void run(boolean booted) throws InterruptedException {
        slackwater.livePolicy().reload();
        Scheduler current = scheduler;
        if (booted && current != null) {
            current.tick();
            slackwater.runs().lookAtRepositories();
            if (current.problem().isEmpty()) {
                slackwater.restores().settle();
                slackwater
                        .provisioning()
                        .ifPresent(backrest -> backrest.beat(slackwater.policy(), slackwater.inventory()));
            }
            watch.look(current.problem());
        }
    }
}
