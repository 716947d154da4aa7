package io.slackwater.app;

import io.slackwater.alert.Conditions;
import io.slackwater.api.UpcomingRuns;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.journal.Journal;
import io.slackwater.schedule.BackupHistory;
import io.slackwater.schedule.Circumstances;
import io.slackwater.schedule.DueDecision;
import io.slackwater.schedule.KnownDataset;
import io.slackwater.schedule.KnownDatasets;
import io.slackwater.schedule.NextRun;
import io.slackwater.schedule.Scheduler;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Starts due runs after each survey of Docker. */
@Singleton
public class Scheduling implements UpcomingRuns {

    private final Installation installation;
    private final DockerHost host;
    private final Backups backups;
    private final InventorySurvey inventory;
    private final DueDecision decision;
    private final KnownDatasets datasets;
    private final Changes changes;
    private volatile @Nullable Scheduler scheduler;

    Scheduling(Installation installation, DockerHost host, Backups backups, InventorySurvey inventory) {
        this.installation = installation;
        this.host = host;
        this.backups = backups;
        this.inventory = inventory;
        InventoryBoard board = installation.board;
        this.decision = new DueDecision(installation.clock, installation.journal.schedule());
        Journal journal = installation.journal;
        this.datasets = new KnownDatasets(
                board,
                installation.policy::current,
                backups.runs,
                new BackupHistory(journal.runs(), journal.verdicts(), journal.repositories(), journal.schedule()),
                this::store,
                this::awaitsPlan,
                ServiceKinds::shared);
        this.changes = new Changes(installation.journal, installation.policy, board, installation.clock);
    }

    /** @param interrupted datasets with a run that Slackwater's restart interrupted */
    void begin(Set<String> interrupted) {
        scheduler = new Scheduler(
                installation.board,
                installation.policy::current,
                backups.runs,
                backups.maintenance,
                datasets,
                decision,
                interrupted);
    }

    /** Whether leases, helpers and runs of an earlier process are settled. */
    boolean begun() {
        return scheduler != null;
    }

    @Override
    public List<NextRun> nextRuns() {
        Scheduler current = scheduler;
        return current == null ? decision.nextRuns(installation.policy.current(), List.of()) : current.nextRuns();
    }

    /** Surveys Docker, then starts due runs. */
    void beat() throws InterruptedException {
        Scheduler current = scheduler;
        // Read before and after the survey, so that every container that the survey saw paused is included.
        Set<String> frozen = new HashSet<>(installation.journal.leases().containers());
        if (current == null || !inventory.refresh()) {
            return;
        }
        if (changes.any()) {
            try {
                frozen.addAll(installation.journal.leases().containers());
                host.survey.inspect(current.refresh(frozen));
            } catch (RuntimeException e) {
                changes.again();
                throw e;
            }
        }
        current.tick();
    }

    private boolean awaitsPlan(KnownDataset dataset) {
        return backups.reconcileLoop
                .filter(loop -> dataset.last().isEmpty()
                        && loop.awaitsPlan(dataset.id(), dataset.plan(), installation.policy.current()))
                .isPresent();
    }

    private Circumstances.Store store(String repository) {
        OptionalLong free = backups.repositories.get(repository).space().freeBytes();
        int least = installation.policy.current().limits().minFreeMiB();
        return new Circumstances.Store(
                backups.repositories.keySince(repository).map(Instant::toString).orElse(""),
                installation.trust.alarms().reason(repository).isEmpty()
                        && Conditions.lowDisk(repository, free, least).isEmpty());
    }
}
