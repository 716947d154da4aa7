package io.slackwater.ui;

import io.slackwater.alert.Alarms;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.journal.HistoryStore;
import io.slackwater.journal.RunRecord;
import io.slackwater.policy.LivePolicy;
import io.slackwater.run.Runs;
import io.slackwater.schedule.Scheduler;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.stream.Collectors;

/** Creates the objects that make view models from the other rooms. */
@Singleton
class PageSources {

    @Produces
    @Singleton
    Overviews overviews(
            HealthNow health,
            InventoryBoard board,
            LivePolicy policy,
            Scheduler scheduler,
            Runs runs,
            Alarms alarms,
            HistoryStore history,
            Clock clock) {
        return new Overviews(
                new Overviews.Sources(
                        health,
                        board,
                        policy::current,
                        scheduler::nextRuns,
                        () -> runs.open().stream().map(RunRecord::dataset).collect(Collectors.toSet()),
                        alarms::raised,
                        history),
                clock);
    }
}
