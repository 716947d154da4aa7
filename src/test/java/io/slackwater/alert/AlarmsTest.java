package io.slackwater.alert;

import static io.slackwater.alert.TestAlarms.Receiving.REFUSES;
import static io.slackwater.alert.TestAlarms.Receiving.TAKES;
import static io.slackwater.alert.TestAlarms.Receiving.WAITS;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.AlarmRecord;
import io.slackwater.journal.PastAlarm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlarmsTest {

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
    void anAlarmIsRaisedOnceRepeatedDailyAndRecovers() {
        for (int minute = 0; minute < 25 * 60; minute++) {
            alarms.stale("a");
            alarms.clock.advance(Duration.ofMinutes(1));
        }
        assertThat(alarms.told).containsExactly("raised a", "repeated a");
        assertThat(alarms.all.raised()).extracting(AlarmRecord::since).containsExactly(TestAlarms.T0);
        alarms.stale();
        alarms.stale();
        assertThat(alarms.told).containsExactly("raised a", "repeated a", "recovered a");
        assertThat(alarms.all.raised()).isEmpty();
        assertThat(alarms.journal.alarms().raised()).isEmpty();
        alarms.stale("a");
        assertThat(alarms.told).hasSize(4).last().isEqualTo("raised a");
    }

    @Test
    void aRestartNeitherRepeatsNorLosesAnAlarm() {
        alarms.stale("a", "b");
        assertThat(alarms.told).containsExactly("raised a", "raised b");
        alarms.restart();
        alarms.stale("a", "b");
        assertThat(alarms.told).isEmpty();
        assertThat(alarms.all.raised()).hasSize(2);
        alarms.restart();
        alarms.clock.advance(Duration.ofHours(25));
        alarms.stale("a");
        assertThat(alarms.told).containsExactly("repeated a", "recovered b");
        alarms.restart();
        alarms.stale();
        assertThat(alarms.told).containsExactly("recovered a");
    }

    @Test
    void anAlarmIsSentAgainAfterARestartBeforeItsDelivery() {
        alarms.receiver = WAITS;
        alarms.stale("a");
        alarms.restart();
        alarms.stale("a");
        assertThat(alarms.told).containsExactly("raised a");
    }

    @Test
    void anUndeliveredRecoveryIsSentAfterARestart() {
        alarms.stale("a");
        alarms.receiver = WAITS;
        alarms.stale();
        alarms.restart();
        assertThat(alarms.all.raised()).isEmpty();
        alarms.receiver = TAKES;
        alarms.stale();
        assertThat(alarms.told).containsExactly("recovered a");
        assertThat(alarms.journal.alarms().raised()).isEmpty();
    }

    @Test
    void anAlarmInDeliveryIsNotSentTwice() {
        alarms.receiver = WAITS;
        alarms.stale("a");
        alarms.clock.advance(Duration.ofHours(30));
        alarms.stale("a");
        alarms.stale("a");
        assertThat(alarms.told).containsExactly("raised a");
        alarms.waiting.getFirst().accept(true);
        alarms.stale("a");
        assertThat(alarms.told).containsExactly("raised a");
    }

    @Test
    void anUndeliveredAlarmIsSentAgainAtTheNextObservation() {
        alarms.receiver = REFUSES;
        alarms.stale("a");
        alarms.stale("a");
        assertThat(alarms.told).containsExactly("raised a", "raised a");
        alarms.receiver = TAKES;
        alarms.stale("a");
        alarms.stale("a");
        assertThat(alarms.told).hasSize(3);
    }

    @Test
    void anAlarmThatWasNeverDeliveredSendsNoRecovery() {
        alarms.receiver = REFUSES;
        alarms.stale("a");
        alarms.stale();
        assertThat(alarms.told).containsExactly("raised a");
        assertThat(alarms.journal.alarms().raised()).isEmpty();
    }

    @Test
    void anAlarmThatEndsDuringItsDeliverySendsARecoveryAfterwards() {
        alarms.receiver = WAITS;
        alarms.stale("a");
        alarms.stale();
        assertThat(alarms.told).containsExactly("raised a");
        alarms.waiting.getFirst().accept(true);
        alarms.receiver = TAKES;
        alarms.stale();
        assertThat(alarms.told).containsExactly("raised a", "recovered a");
        assertThat(alarms.journal.alarms().raised()).isEmpty();
    }

    @Test
    void anAlarmThatReturnsDuringTheDeliveryOfItsRecoveryIsRaisedAgain() {
        alarms.stale("a");
        alarms.receiver = WAITS;
        alarms.stale();
        alarms.stale("a");
        assertThat(alarms.told).containsExactly("raised a", "recovered a");
        alarms.waiting.getFirst().accept(true);
        alarms.receiver = TAKES;
        alarms.stale("a");
        assertThat(alarms.told).containsExactly("raised a", "recovered a", "raised a");
    }

    @Test
    void anAlarmThatEndsWithinItsPatienceIsNotRaised() {
        Alarm patient = TestAlarms.alarm("new", "new", Duration.ofHours(1));
        alarms.all.observed(AlarmSource.STALE, List.of(patient));
        alarms.clock.advance(Duration.ofMinutes(59));
        alarms.all.observed(AlarmSource.STALE, List.of(patient));
        alarms.all.observed(AlarmSource.STALE, List.of());
        alarms.all.observed(AlarmSource.STALE, List.of(patient));
        alarms.clock.advance(Duration.ofMinutes(59));
        alarms.all.observed(AlarmSource.STALE, List.of(patient));
        assertThat(alarms.told).isEmpty();
        alarms.clock.advance(Duration.ofMinutes(1));
        alarms.all.observed(AlarmSource.STALE, List.of(patient));
        assertThat(alarms.told).containsExactly("raised new");
        assertThat(alarms.all.raised().getFirst().since()).isEqualTo(TestAlarms.T0.plus(Duration.ofMinutes(59)));
    }

    @Test
    void aSourceThatIsNotReportedKeepsItsAlarms() {
        alarms.stale("a");
        alarms.all.observed(AlarmSource.COVERAGE, List.of());
        alarms.all.observed(AlarmSource.RUN, List.of());
        assertThat(alarms.all.raised()).hasSize(1);
    }

    @Test
    void anAlarmStaysWhileItsSubjectIsUndecidedAfterARestart() {
        alarms.stale("a", "b");
        alarms.restart();
        alarms.judging();
        alarms.judging("b");
        assertThat(alarms.told).containsExactly("recovered b");
        alarms.stale("a");
        alarms.judging("a");
        assertThat(alarms.told).as("and is no news later").containsExactly("recovered b", "recovered a");
    }

    @Test
    void thePatienceOfAnAlarmRunsOnWhileItsSubjectIsUndecided() {
        Alarm patient = TestAlarms.alarm("x", "patient", Duration.ofMinutes(2));
        alarms.all.observed(AlarmSource.STALE, List.of(patient));
        alarms.clock.advance(Duration.ofMinutes(2));
        alarms.judging();
        alarms.all.observed(AlarmSource.STALE, List.of(patient));
        assertThat(alarms.told).containsExactly("raised patient");
    }

    @Test
    void aRecoveryInDeliveryIsSentAlsoWhileItsSubjectIsUndecided() {
        alarms.stale("a");
        alarms.receiver = REFUSES;
        alarms.stale();
        alarms.restart();
        alarms.receiver = TAKES;
        alarms.judging();
        assertThat(alarms.told).containsExactly("recovered a");
    }

    @Test
    void alarmsAreSentWhileTheJournalCannotBeWritten() {
        alarms.journal.close();
        alarms.stale("a");
        alarms.stale("a");
        assertThat(alarms.told).containsExactly("raised a");
        alarms.stale();
        assertThat(alarms.told).containsExactly("raised a", "recovered a");
    }

    @Test
    void anAcknowledgedAlarmIsNotRepeatedUntilItsProblemIsAnother() {
        alarms.stale("a");
        assertThat(alarms.all.acknowledge("stale:a", "ann")).isTrue();
        alarms.restart();
        alarms.clock.advance(Duration.ofHours(25));
        alarms.stale("a");
        assertThat(alarms.told).isEmpty();
        assertThat(alarms.all.raised())
                .singleElement()
                .satisfies(alarm ->
                        assertThat(alarm.acknowledged().orElseThrow().by()).isEqualTo("ann"));

        alarms.stale();
        alarms.stale("a");

        assertThat(alarms.told).containsExactly("recovered a", "raised a");
        assertThat(alarms.all.raised())
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.acknowledged()).isEmpty());
    }

    @Test
    void anAlarmWhoseAcknowledgementIsWithdrawnIsRepeatedAgain() {
        alarms.stale("a");
        alarms.all.acknowledge("stale:a", "ann");
        assertThat(alarms.all.withdrawAcknowledgement("stale:a")).isTrue();
        alarms.clock.advance(Duration.ofHours(25));

        alarms.stale("a");

        assertThat(alarms.told).containsExactly("raised a", "repeated a");
        assertThat(alarms.all.withdrawAcknowledgement("stale:never")).isFalse();
    }

    @Test
    void onlyAnOpenAlarmCanBeAcknowledged() {
        alarms.stale("a");
        alarms.stale();
        assertThat(alarms.all.acknowledge("stale:a", "ann")).isFalse();
        assertThat(alarms.all.acknowledge("stale:never", "ann")).isFalse();
    }

    @Test
    void anEndedAlarmIsKeptAsAPastAlarm() {
        alarms.stale("a", "b");
        alarms.all.acknowledge("stale:b", "ann");
        alarms.clock.advance(Duration.ofHours(2));
        alarms.stale("a");
        alarms.stale("a");

        assertThat(alarms.journal.alarms().past(Optional.empty(), PastAlarm.By.OVER, true, 0, 10))
                .singleElement()
                .satisfies(past -> {
                    assertThat(past.title()).isEqualTo("b");
                    assertThat(past.since()).isEqualTo(TestAlarms.T0);
                    assertThat(past.over()).isEqualTo(TestAlarms.T0.plus(Duration.ofHours(2)));
                    assertThat(past.acknowledged().orElseThrow().by()).isEqualTo("ann");
                });
    }
}
