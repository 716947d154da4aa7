package io.slackwater.alert;

import io.slackwater.alert.Alarm.Severity;
import io.slackwater.health.TestClock;
import io.slackwater.journal.Journal;
import io.slackwater.policy.ChannelPolicy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Alarms with a real journal, and a receiver that a test controls. */
final class TestAlarms implements AutoCloseable {

    /** How the receiver answers a notice. */
    enum Receiving {
        TAKES,
        REFUSES,
        WAITS
    }

    private static final String CHANNEL = "ops";
    private static final ChannelRule RULE = new ChannelRule(
            ChannelPolicy.all(CHANNEL, new ChannelPolicy.Destination.Webhook(URI.create("http://localhost/"))),
            ZoneOffset.UTC);

    static final Instant T0 = Instant.parse("2026-06-01T00:00:00Z");

    final TestClock clock = new TestClock(T0);
    final List<String> told = new ArrayList<>();
    private final Set<String> sending = new HashSet<>();
    final List<Consumer<Boolean>> waiting = new ArrayList<>();
    Receiving receiver = Receiving.TAKES;
    Journal journal;
    Alarms all;

    private final Path file;

    TestAlarms(Path directory) {
        file = directory.resolve("j.db");
        journal = Journal.open(file, clock);
        all = alarms();
    }

    private Alarms alarms() {
        Alarms made = new Alarms(journal.alarms(), clock, () -> Duration.ofHours(24), StackCommands.NONE);
        made.onObserved(() -> deliver(made));
        return made;
    }

    /** Delivers what is due, as a channel does after each observation. */
    private void deliver(Alarms from) {
        for (Notice notice : from.due(RULE)) {
            if (sending.contains(notice.alarm().key())) {
                continue;
            }
            told.add(notice.event().word() + " " + notice.alarm().title());
            switch (receiver) {
                case TAKES -> from.accepted(CHANNEL, List.of(notice));
                case REFUSES -> {}
                case WAITS -> {
                    sending.add(notice.alarm().key());
                    waiting.add(taken -> {
                        sending.remove(notice.alarm().key());
                        if (taken) {
                            from.accepted(CHANNEL, List.of(notice));
                        }
                    });
                }
            }
        }
    }

    void restart() {
        journal.close();
        told.clear();
        waiting.clear();
        sending.clear();
        journal = Journal.open(file, clock);
        all = alarms();
    }

    @Override
    public void close() {
        journal.close();
    }

    static Alarm alarm(String subject, String title, Duration patience) {
        return new Alarm(
                        AlarmSource.STALE,
                        subject,
                        Severity.CRITICAL,
                        AlarmText.plain(title),
                        "detail of " + title,
                        AlarmText.plain("do something"))
                .after(patience)
                .because(List.of(title));
    }

    void stale(String... titles) {
        List<Alarm> now = new ArrayList<>();
        for (String title : titles) {
            now.add(alarm(title, title, Duration.ZERO));
        }
        all.observed(AlarmSource.STALE, now);
    }

    void titled(String title) {
        all.observed(AlarmSource.STALE, List.of(alarm("x", title, Duration.ZERO)));
    }

    /** The source could evaluate only these subjects, and none has an alarm. */
    void judging(String... subjects) {
        all.observed(AlarmSource.STALE, new Findings(List.of(), List.of(subjects)::contains));
    }

    void because(String cause) {
        because(cause, "detail of " + cause);
    }

    void because(String cause, String detail) {
        all.observed(
                AlarmSource.POLICY,
                List.of(new Alarm(
                                AlarmSource.POLICY,
                                "rejected",
                                Severity.WARNING,
                                AlarmText.plain("invalid"),
                                detail,
                                AlarmText.plain("correct it"))
                        .because(List.of(cause))));
    }
}
