package io.slackwater.app;

import io.slackwater.alert.Alarms;
import io.slackwater.alert.DeadManPing;
import io.slackwater.alert.GoodNight;
import io.slackwater.alert.RpoAlarms;
import io.slackwater.alert.Webhook;
import io.slackwater.health.DatasetHealth;
import io.slackwater.journal.Journal;
import io.slackwater.policy.LivePolicy;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Creates the alarms, and the channels that report them to the outside: the webhook and the dead-man ping. */
@Singleton
public class AlarmChannels {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    private final LivePolicy policy;
    private final Clock clock;
    final Webhook webhook;
    final DeadManPing ping;

    @Produces
    final Alarms alarms;

    @Produces
    final RpoAlarms rpo = new RpoAlarms();

    AlarmChannels(LivePolicy policy, Journal journal, Clock clock) {
        this.policy = policy;
        this.clock = clock;
        webhook = new Webhook(
                () -> policy.current().alerts().webhook(),
                () -> policy.current().instance(),
                REQUEST_TIMEOUT);
        ping = new DeadManPing(() -> policy.current().alerts().ping(), clock, REQUEST_TIMEOUT, journal.alarms());
        alarms = new Alarms(
                journal.alarms(),
                clock,
                webhook,
                () -> policy.current().alerts().repeat());
    }

    /**
     * Calls the ping's address if all backups that were due succeeded.
     *
     * @param atWork whether a run is open, or the maintenance after the last runs has not ended
     */
    void ping(List<DatasetHealth> datasets, boolean atWork) {
        GoodNight.of(policy.current(), datasets, alarms.raised(), atWork, clock.instant())
                .ifPresent(ping::good);
    }

    @PreDestroy
    void close() {
        webhook.close();
        ping.close();
    }
}
