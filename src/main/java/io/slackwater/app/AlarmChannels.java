package io.slackwater.app;

import io.slackwater.alert.Alarms;
import io.slackwater.alert.GoodNight;
import io.slackwater.alert.RpoAlarms;
import io.slackwater.alert.StackCommands;
import io.slackwater.alert.channel.Channels;
import io.slackwater.alert.channel.DeadManPing;
import io.slackwater.alert.channel.ReportBuilder;
import io.slackwater.discovery.Uncovered;
import io.slackwater.health.DatasetHealth;
import io.slackwater.journal.Journal;
import io.slackwater.policy.LivePolicy;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Creates the alarms, the channels that report them to the outside, and the dead-man ping. */
@Singleton
public class AlarmChannels {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    private final LivePolicy policy;
    private final Clock clock;
    final DeadManPing ping;

    @Produces
    final Alarms alarms;

    @Produces
    final RpoAlarms rpo = new RpoAlarms();

    @Produces
    final Channels channels;

    AlarmChannels(Installation installation, SlackwaterConfig config, Vertx vertx) {
        policy = installation.policy;
        clock = installation.clock;
        Journal journal = installation.journal;
        ping = new DeadManPing(() -> policy.current().alerts().ping(), clock, REQUEST_TIMEOUT, journal.alarms());
        alarms = new Alarms(
                journal.alarms(),
                clock,
                () -> policy.current().alerts().repeat(),
                new StackCommands(config.stackDir()));
        channels = new Channels(
                alarms,
                new ReportBuilder(
                        journal.runs(),
                        () -> notProtected(installation),
                        () -> alarms.raised().size()),
                journal.channels(),
                installation.secrets,
                vertx,
                clock);
        policy.onChange(channels::use);
        channels.use(policy.current());
    }

    private static List<String> notProtected(Installation installation) {
        return installation.board.get().uncovered().stream()
                .filter(one -> one.severity() == Uncovered.Severity.ALARM)
                .map(Uncovered::where)
                .distinct()
                .toList();
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
        channels.close();
        ping.close();
    }
}
