package io.slackwater.app;

import io.slackwater.alert.Alarms;
import io.slackwater.alert.DeadManPing;
import io.slackwater.alert.GoodNight;
import io.slackwater.alert.Webhook;
import io.slackwater.health.DatasetHealth;
import io.slackwater.journal.Journal;
import io.slackwater.policy.LivePolicy;
import io.slackwater.run.Runs;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;

/** Creates the alarms with their webhook, and the ping after each completely successful batch. */
@Singleton
public class Alarming {

    private static final Duration PING_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PING_GAP = Duration.ofMinutes(1);

    private final LivePolicy policy;
    private final Runs runs;
    private final Clock clock;
    private final Webhook webhook;
    private final DeadManPing ping;
    private final Alarms alarms;

    Alarming(Journal journal, LivePolicy policy, Runs runs, Clock clock) {
        this.policy = policy;
        this.runs = runs;
        this.clock = clock;
        this.webhook = new Webhook(
                () -> policy.current().alerts().webhook(),
                () -> policy.current().instance(),
                Webhook.Patience.DEFAULT);
        this.ping = new DeadManPing(
                () -> policy.current().alerts().ping(), clock, PING_TIMEOUT, PING_GAP, journal.alarms());
        this.alarms = new Alarms(
                journal.alarms(),
                clock,
                webhook,
                () -> policy.current().alerts().repeat());
    }

    Alarms alarms() {
        return alarms;
    }

    long webhookFailures() {
        return webhook.failures();
    }

    long pingFailures() {
        return ping.failures();
    }

    /** Pings when all datasets had a good night. */
    void night(Collection<DatasetHealth> datasets) {
        GoodNight.of(policy.current(), datasets, alarms.raised(), !runs.idle(), clock.instant())
                .ifPresent(ping::good);
    }

    @PreDestroy
    void close() {
        webhook.close();
        ping.close();
    }
}
