package io.slackwater.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.alert.Alarm.Severity;
import io.slackwater.health.TestClock;
import io.slackwater.journal.AlarmRecord;
import io.slackwater.journal.Journal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlarmsTest {

    private static final Instant T0 = Instant.parse("2026-06-01T00:00:00Z");

    @TempDir
    Path dir;

    private final TestClock clock = new TestClock(T0);
    private final List<String> told = new ArrayList<>();
    private final List<Consumer<Boolean>> waiting = new ArrayList<>();

    /** What the receiver says: true, false, or null for "still on the way". */
    private String receiver = "takes";

    private Journal journal;
    private Alarms alarms;

    @BeforeEach
    void start() {
        journal = Journal.open(dir.resolve("j.db"), clock);
        alarms = new Alarms(
                journal.alarms(),
                clock,
                (notice, done) -> {
                    told.add(notice.event().word() + " " + notice.alarm().title());
                    switch (receiver) {
                        case "takes" -> done.accept(true);
                        case "refuses" -> done.accept(false);
                        default -> waiting.add(done);
                    }
                },
                () -> Duration.ofHours(24));
    }

    @AfterEach
    void stop() {
        journal.close();
    }

    private void restart() {
        stop();
        told.clear();
        waiting.clear();
        start();
    }

    private static Alarm alarm(String subject, String title, Duration patience) {
        return new Alarm(AlarmSource.STALE, subject, Severity.CRITICAL, title, "detail of " + title, "do something")
                .after(patience)
                .because(title);
    }

    private void stale(String... titles) {
        List<Alarm> now = new ArrayList<>();
        for (String title : titles) {
            now.add(alarm(title, title, Duration.ZERO));
        }
        alarms.observed(AlarmSource.STALE, now);
    }

    private void titled(String title) {
        alarms.observed(AlarmSource.STALE, List.of(alarm("x", title, Duration.ZERO)));
    }

    @Test
    void anAlarmIsRaisedOnceRepeatedDailyAndRecovers() {
        for (int minute = 0; minute < 25 * 60; minute++) {
            stale("a");
            clock.advance(Duration.ofMinutes(1));
        }
        assertThat(told).containsExactly("raised a", "repeated a");
        assertThat(alarms.raised()).extracting(AlarmRecord::since).containsExactly(T0);
        stale();
        stale();
        assertThat(told).containsExactly("raised a", "repeated a", "recovered a");
        assertThat(alarms.raised()).isEmpty();
        assertThat(journal.alarms().raised()).isEmpty();
        stale("a");
        assertThat(told).hasSize(4).last().isEqualTo("raised a");
    }

    @Test
    void aRestartNeitherRepeatsNorLosesAnAlarm() {
        stale("a", "b");
        assertThat(told).containsExactly("raised a", "raised b");
        restart();
        stale("a", "b");
        assertThat(told).isEmpty();
        assertThat(alarms.raised()).hasSize(2);
        restart();
        clock.advance(Duration.ofHours(25));
        stale("a");
        assertThat(told).containsExactly("repeated a", "recovered b");
        restart();
        stale();
        assertThat(told).containsExactly("recovered a");
    }

    @Test
    void anAlarmIsSentAgainAfterARestartBeforeItsDelivery() {
        receiver = "slow";
        stale("a");
        restart();
        stale("a");
        assertThat(told).containsExactly("raised a");
    }

    @Test
    void anUndeliveredRecoveryIsSentAfterARestart() {
        stale("a");
        receiver = "slow";
        stale();
        restart();
        assertThat(alarms.raised()).isEmpty();
        receiver = "takes";
        stale();
        assertThat(told).containsExactly("recovered a");
        assertThat(journal.alarms().raised()).isEmpty();
    }

    @Test
    void anAlarmInDeliveryIsNotSentTwice() {
        receiver = "slow";
        stale("a");
        clock.advance(Duration.ofHours(30));
        stale("a");
        stale("a");
        assertThat(told).containsExactly("raised a");
        waiting.getFirst().accept(true);
        stale("a");
        assertThat(told).containsExactly("raised a");
    }

    @Test
    void anUndeliveredAlarmIsSentAgainAfterAPause() {
        receiver = "refuses";
        for (int second = 0; second < 600; second += 10) {
            stale("a");
            clock.advance(Duration.ofSeconds(10));
        }
        assertThat(told).containsExactly("raised a", "raised a");
        receiver = "takes";
        stale("a");
        stale("a");
        assertThat(told).hasSize(3);
    }

    @Test
    void anAlarmThatWasNeverDeliveredSendsNoRecovery() {
        receiver = "refuses";
        stale("a");
        stale();
        assertThat(told).containsExactly("raised a");
        assertThat(journal.alarms().raised()).isEmpty();
    }

    @Test
    void anAlarmThatEndsDuringItsDeliverySendsARecoveryAfterwards() {
        receiver = "slow";
        stale("a");
        stale();
        assertThat(told).containsExactly("raised a");
        waiting.getFirst().accept(true);
        receiver = "takes";
        stale();
        assertThat(told).containsExactly("raised a", "recovered a");
        assertThat(journal.alarms().raised()).isEmpty();
    }

    @Test
    void anAlarmThatReturnsDuringTheDeliveryOfItsRecoveryIsRaisedAgain() {
        stale("a");
        receiver = "slow";
        stale();
        stale("a");
        assertThat(told).containsExactly("raised a", "recovered a");
        waiting.getFirst().accept(true);
        receiver = "takes";
        stale("a");
        assertThat(told).containsExactly("raised a", "recovered a", "raised a");
    }

    @Test
    void aNewTitleOfAnAlarmIsSentAtOnceAndRecovers() {
        titled("failed");
        titled("not verified");
        titled("not verified");
        assertThat(told).containsExactly("raised failed", "raised not verified");
        receiver = "slow";
        titled("failed");
        restart();
        alarms.observed(AlarmSource.STALE, List.of());
        assertThat(told).as("its receiver heard of the thing").containsExactly("recovered failed");
    }

    @Test
    void aNewTitleDuringADeliveryIsSentAfterwards() {
        receiver = "slow";
        titled("failed");
        titled("not verified");
        waiting.getFirst().accept(true);
        receiver = "takes";
        titled("not verified");
        titled("not verified");
        assertThat(told).containsExactly("raised failed", "raised not verified");
    }

    private void because(String cause) {
        because(cause, "detail of " + cause);
    }

    private void because(String cause, String detail) {
        alarms.observed(
                AlarmSource.POLICY,
                List.of(new Alarm(AlarmSource.POLICY, "rejected", Severity.WARNING, "invalid", detail, "correct it")
                        .because(cause)));
    }

    @Test
    void anotherDetailOfTheSameCauseIsKeptAndNotSentBeforeTheNextRepeat() {
        because("DISK_FULL", "1 MiB is free.");
        because("DISK_FULL", "2 MiB are free.");
        assertThat(told).containsExactly("raised invalid");
        assertThat(alarms.raised()).extracting(AlarmRecord::detail).containsExactly("2 MiB are free.");
    }

    @Test
    void aNewCauseIsSentAtOnceAndAKnownCauseIsNotRepeated() {
        because("instance", "policy.yml:3:5: unknown key.");
        because("instance", "policy.yml:4:5: unknown key.");
        assertThat(told).containsExactly("raised invalid");
        because("schedule");
        because("schedule");
        assertThat(told).containsExactly("raised invalid", "raised invalid");
        because("instance");
        because("schedule");
        assertThat(told).as("both causes are known").hasSize(2);
        restart();
        because("schedule");
        because("instance");
        assertThat(told).as("also after a restart").isEmpty();
        because("plans");
        assertThat(told).containsExactly("raised invalid");
        alarms.observed(AlarmSource.POLICY, List.of());
        because("plans");
        assertThat(told).containsExactly("raised invalid", "recovered invalid", "raised invalid");
    }

    @Test
    void aRepeatMakesTheOtherCausesNewAgain() {
        because("one");
        because("two");
        clock.advance(Duration.ofHours(25));
        because("two");
        because("one");
        assertThat(told).containsExactly("raised invalid", "raised invalid", "repeated invalid", "raised invalid");
    }

    @Test
    void anUndeliveredNewCauseIsSentAgain() {
        because("one");
        receiver = "refuses";
        because("two");
        receiver = "takes";
        clock.advance(Duration.ofMinutes(6));
        because("two");
        because("two");
        assertThat(told).containsExactly("raised invalid", "raised invalid", "raised invalid");
    }

    @Test
    void aNewCauseDuringADeliveryIsSentAfterwards() {
        receiver = "slow";
        because("one");
        because("two");
        assertThat(told).hasSize(1);
        receiver = "takes";
        waiting.getFirst().accept(true);
        because("two");
        because("two");
        assertThat(told).hasSize(2);
    }

    @Test
    void anAlarmThatEndsWithinItsPatienceIsNotRaised() {
        Alarm patient = alarm("new", "new", Duration.ofHours(1));
        alarms.observed(AlarmSource.STALE, List.of(patient));
        clock.advance(Duration.ofMinutes(59));
        alarms.observed(AlarmSource.STALE, List.of(patient));
        alarms.observed(AlarmSource.STALE, List.of());
        alarms.observed(AlarmSource.STALE, List.of(patient));
        clock.advance(Duration.ofMinutes(59));
        alarms.observed(AlarmSource.STALE, List.of(patient));
        assertThat(told).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        alarms.observed(AlarmSource.STALE, List.of(patient));
        assertThat(told).containsExactly("raised new");
        assertThat(alarms.raised().getFirst().since()).isEqualTo(T0.plus(Duration.ofMinutes(59)));
    }

    @Test
    void aSourceThatIsNotReportedKeepsItsAlarms() {
        stale("a");
        alarms.observed(AlarmSource.COVERAGE, List.of());
        alarms.observed(AlarmSource.RUN, List.of());
        assertThat(alarms.raised()).hasSize(1);
        assertThatThrownBy(() -> alarms.observed(AlarmSource.RUN, List.of(alarm("a", "a", Duration.ZERO))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void judging(String... subjects) {
        alarms.observed(AlarmSource.STALE, new Findings(List.of(), List.of(subjects)::contains));
    }

    @Test
    void anAlarmStaysWhileItsSubjectIsUndecidedAfterARestart() {
        stale("a", "b");
        restart();
        judging();
        judging("b");
        assertThat(told).containsExactly("recovered b");
        stale("a");
        judging("a");
        assertThat(told).as("and is no news later").containsExactly("recovered b", "recovered a");
    }

    @Test
    void thePatienceOfAnAlarmRunsOnWhileItsSubjectIsUndecided() {
        Alarm patient = alarm("x", "patient", Duration.ofMinutes(2));
        alarms.observed(AlarmSource.STALE, List.of(patient));
        clock.advance(Duration.ofMinutes(2));
        judging();
        alarms.observed(AlarmSource.STALE, List.of(patient));
        assertThat(told).containsExactly("raised patient");
    }

    @Test
    void aRecoveryInDeliveryIsSentAlsoWhileItsSubjectIsUndecided() {
        stale("a");
        receiver = "refuses";
        stale();
        restart();
        receiver = "takes";
        judging();
        assertThat(told).containsExactly("recovered a");
    }

    @Test
    void alarmsAreSentWhileTheJournalCannotBeWritten() {
        List<String> said = new ArrayList<>();
        Logger logger = Logger.getLogger(Alarms.class.getName());
        Handler ear = new Handler() {
            @Override
            public void publish(LogRecord line) {
                String text = line instanceof ExtLogRecord record ? record.getFormattedMessage() : line.getMessage();
                if (text.contains("is not in the journal yet")) {
                    said.add(text);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(ear);
        try {
            journal.close();
            stale("a");
            stale("a");
            assertThat(told).containsExactly("raised a");
            stale();
            assertThat(told).containsExactly("raised a", "recovered a");
            assertThat(said)
                    .as("once is enough")
                    .singleElement()
                    .satisfies(line -> assertThat(line).startsWith("alarm=stale:a is not in the journal yet"));
        } finally {
            logger.removeHandler(ear);
        }
    }
}
