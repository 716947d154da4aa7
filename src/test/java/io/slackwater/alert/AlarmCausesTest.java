package io.slackwater.alert;

import static io.slackwater.alert.TestAlarms.Receiving.REFUSES;
import static io.slackwater.alert.TestAlarms.Receiving.TAKES;
import static io.slackwater.alert.TestAlarms.Receiving.WAITS;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.AlarmRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a new title or cause of a raised alarm is sent. */
class AlarmCausesTest {

    @TempDir
    Path dir;

    private TestAlarms alarms;

    @BeforeEach
    void start() {
        alarms = new TestAlarms(dir);
    }

    @AfterEach
    void stop() {
        alarms.close();
    }

    @Test
    void aNewTitleOfAnAlarmIsSentAtOnceAndRecovers() {
        alarms.titled("failed");
        alarms.titled("not verified");
        alarms.titled("not verified");
        assertThat(alarms.told).containsExactly("raised failed", "raised not verified");
        alarms.receiver = WAITS;
        alarms.titled("failed");
        alarms.restart();
        alarms.all.observed(AlarmSource.STALE, List.of());
        assertThat(alarms.told).as("its receiver heard of the thing").containsExactly("recovered failed");
    }

    @Test
    void aNewTitleDuringADeliveryIsSentAfterwards() {
        alarms.receiver = WAITS;
        alarms.titled("failed");
        alarms.titled("not verified");
        alarms.waiting.getFirst().accept(true);
        alarms.receiver = TAKES;
        alarms.titled("not verified");
        alarms.titled("not verified");
        assertThat(alarms.told).containsExactly("raised failed", "raised not verified");
    }

    @Test
    void anotherDetailOfTheSameCauseIsKeptAndNotSentBeforeTheNextRepeat() {
        alarms.because("DISK_FULL", "1 MiB is free.");
        alarms.because("DISK_FULL", "2 MiB are free.");
        assertThat(alarms.told).containsExactly("raised invalid");
        assertThat(alarms.all.raised()).extracting(AlarmRecord::detail).containsExactly("2 MiB are free.");
    }

    @Test
    void aNewCauseIsSentAtOnceAndAKnownCauseIsNotRepeated() {
        alarms.because("instance", "policy.yml:3:5: unknown key.");
        alarms.because("instance", "policy.yml:4:5: unknown key.");
        assertThat(alarms.told).containsExactly("raised invalid");
        alarms.because("schedule");
        alarms.because("schedule");
        assertThat(alarms.told).containsExactly("raised invalid", "raised invalid");
        alarms.because("instance");
        alarms.because("schedule");
        assertThat(alarms.told).as("both causes are known").hasSize(2);
        alarms.restart();
        alarms.because("schedule");
        alarms.because("instance");
        assertThat(alarms.told).as("also after a restart").isEmpty();
        alarms.because("plans");
        assertThat(alarms.told).containsExactly("raised invalid");
        alarms.all.observed(AlarmSource.POLICY, List.of());
        alarms.because("plans");
        assertThat(alarms.told).containsExactly("raised invalid", "recovered invalid", "raised invalid");
    }

    @Test
    void aRepeatMakesTheOtherCausesNewAgain() {
        alarms.because("one");
        alarms.because("two");
        alarms.clock.advance(Duration.ofHours(25));
        alarms.because("two");
        alarms.because("one");
        assertThat(alarms.told)
                .containsExactly("raised invalid", "raised invalid", "repeated invalid", "raised invalid");
    }

    @Test
    void anUndeliveredNewCauseIsSentAgain() {
        alarms.because("one");
        alarms.receiver = REFUSES;
        alarms.because("two");
        alarms.receiver = TAKES;
        alarms.clock.advance(Duration.ofMinutes(6));
        alarms.because("two");
        alarms.because("two");
        assertThat(alarms.told).containsExactly("raised invalid", "raised invalid", "raised invalid");
    }

    @Test
    void aNewCauseDuringADeliveryIsSentAfterwards() {
        alarms.receiver = WAITS;
        alarms.because("one");
        alarms.because("two");
        assertThat(alarms.told).hasSize(1);
        alarms.receiver = TAKES;
        alarms.waiting.getFirst().accept(true);
        alarms.because("two");
        alarms.because("two");
        assertThat(alarms.told).hasSize(2);
    }
}
