package io.slackwater.app;

import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.slackwater.alert.Alarms;
import io.slackwater.live.EventStreams;
import io.slackwater.live.LiveEvents;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/** Feeds the streams of events for open pages with runs, alarms and health. */
@Startup
@Singleton
class LiveUpdates {

    @Produces
    final EventStreams streams;

    final LiveEvents events;

    LiveUpdates(Backups backups, Installation installation, Alarms alarms, LiveHealth health, Clock clock) {
        streams = new EventStreams(clock, EventStreams.Limits.DEFAULT);
        events = new LiveEvents(streams, alarms::raised);
        backups.runs.listen(events);
        alarms.onObserved(events::alarms);
        health.onDerived(events::health);
        health.onDerived(_ -> events.status(List.of(
                installation.policy.current(),
                installation.board.changes(),
                installation.journal.schedule().lastDone())));
        backups.maintenance.listen(_ -> events.maintained());
        // The shutdown of the server waits for all open answers before it ends any bean.
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("events").unstarted(streams::close));
    }

    @Scheduled(every = "15s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void beat() {
        streams.beat();
    }
}
