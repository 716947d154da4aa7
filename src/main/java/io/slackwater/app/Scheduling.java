package io.slackwater.app;

import io.slackwater.discovery.InventoryBoard;
import io.slackwater.docker.LiveSurvey;
import io.slackwater.journal.Journal;
import io.slackwater.policy.LivePolicy;
import io.slackwater.schedule.Scheduler;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;

/** Surveys Docker periodically, and then starts the runs that are due. */
@Singleton
public class Scheduling {

    private final Journal journal;
    private final InventorySurvey inventory;
    private final LiveSurvey survey;
    private final Scheduler scheduler;
    private final Changes changes;

    Scheduling(
            Journal journal,
            LivePolicy policy,
            InventoryBoard board,
            Clock clock,
            InventorySurvey inventory,
            LiveSurvey survey,
            Scheduler scheduler) {
        this.journal = journal;
        this.inventory = inventory;
        this.survey = survey;
        this.scheduler = scheduler;
        this.changes = new Changes(journal, policy, board, clock);
    }

    /** Surveys Docker, then starts the runs that are due. */
    void beat() throws InterruptedException {
        // Read before and after the survey, so that every container that the survey saw paused is included.
        Set<String> frozen = new HashSet<>(journal.leases().containers());
        if (!inventory.refresh()) {
            return;
        }
        changes.compute(() -> {
            frozen.addAll(journal.leases().containers());
            survey.inspect(scheduler.refresh(frozen));
        });
        scheduler.tick();
    }
}
