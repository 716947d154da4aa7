package io.slackwater.alert.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.alert.AlarmSource;
import io.slackwater.alert.AlarmText;
import io.slackwater.alert.Alarms;
import io.slackwater.alert.StackCommands;
import io.slackwater.health.TestClock;
import io.slackwater.journal.AlarmRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import io.slackwater.journal.TestJournal;
import io.slackwater.policy.PolicyText;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelDeliveryTest {

    @TempDir
    static Path directory;

    private final TestClock clock = new TestClock(TestNotices.T0);
    private final TestJournal journal = new TestJournal(directory);
    private final Alarms alarms =
            new Alarms(journal.journal().alarms(), clock, () -> Duration.ofHours(24), StackCommands.NONE);
    private final List<Message> sent = new ArrayList<>();
    private final Deque<SendResult> answers = new ArrayDeque<>();
    private int failures;

    @AfterEach
    void stop() {
        journal.close();
    }

    private ChannelDelivery channel(String keys) {
        return new ChannelDelivery(
                Objects.requireNonNull(
                        PolicyText.with("alerts: { channels: { ops: { type: webhook, url: 'https://x', %s } } }"
                                        .formatted(keys))
                                .alerts()
                                .channels()
                                .get("ops")),
                ZoneOffset.UTC,
                message -> {
                    sent.add(message);
                    return answers.isEmpty() ? new SendResult.Accepted() : answers.removeFirst();
                },
                new ChannelState("ops", journal.journal().channels()),
                new ChannelDelivery.Context(
                        alarms,
                        new ReportBuilder(
                                journal.journal().runs(),
                                () -> List.of("volume media of shop"),
                                () -> alarms.raised().size()),
                        clock,
                        () -> failures++));
    }

    private void raise(int count) {
        alarms.observed(AlarmSource.STALE, TestNotices.alarms(count));
    }

    private void refuse(Optional<Duration> wait) {
        answers.add(new SendResult.Refused(Fault.BUSY, "busy", wait));
    }

    @Test
    void fewAlarmsAreSentOneByOne() throws Exception {
        ChannelDelivery ops = channel("");
        raise(3);
        ops.round();
        ops.round();
        assertThat(sent).hasSize(3).allMatch(Message.Single.class::isInstance);
    }

    @Test
    void tenThousandAlarmsAreOneDigestAndNoneIsLost() throws Exception {
        ChannelDelivery ops = channel("");
        raise(10_000);
        ops.round();
        assertThat(sent)
                .singleElement()
                .isInstanceOfSatisfying(
                        Message.Digest.class,
                        digest -> assertThat(digest.notices()).hasSize(10_000));
        assertThat(alarms.raised())
                .hasSize(10_000)
                .allMatch(alarm -> alarm.sentTo("ops").isPresent());
        assertThat(journal.journal().alarms().raised()).hasSize(10_000);
        clock.advance(Duration.ofMinutes(1));
        ops.round();
        assertThat(sent).as("each is known").hasSize(1);
    }

    @Test
    void alarmsThatComeOneByOneWithinAMinuteBecomeADigest() throws Exception {
        ChannelDelivery ops = channel("");
        for (int i = 1; i <= 1000; i++) {
            raise(i);
            ops.round();
            clock.advance(Duration.ofMillis(50));
        }
        assertThat(sent).hasSize(MessageRate.MOST);
        clock.advance(Duration.ofMinutes(1));
        ops.round();
        assertThat(sent.getLast())
                .isInstanceOfSatisfying(
                        Message.Digest.class,
                        digest -> assertThat(digest.notices()).hasSize(1000 - MessageRate.MOST));
        assertThat(ops.waiting()).isZero();
    }

    @Test
    void aRefusedMessageIsSentAgainLater() throws Exception {
        ChannelDelivery ops = channel("");
        raise(1);
        refuse(Optional.empty());
        ops.round();
        ops.round();
        assertThat(sent).as("the channel waits").hasSize(1);
        assertThat(ops.waiting()).isEqualTo(1);
        assertThat(ops.state().get().failing()).contains(TestNotices.T0);
        clock.advance(Duration.ofSeconds(5));
        ops.round();
        assertThat(sent).hasSize(2);
        assertThat(ops.waiting()).isZero();
        assertThat(ops.state().get().failing()).isEmpty();
        assertThat(failures).isEqualTo(1);
    }

    @Test
    void theWaitDoublesUpToFiveMinutes() throws Exception {
        ChannelDelivery ops = channel("");
        raise(1);
        for (int i = 0; i < 100; i++) {
            refuse(Optional.empty());
        }
        for (int second = 0; second < 3600; second++) {
            ops.round();
            clock.advance(Duration.ofSeconds(1));
        }
        // After 5, 10, 20, 40, 80 and 160 seconds, and then each 5 minutes.
        assertThat(sent).hasSize(17);
    }

    @Test
    void aReceiverThatAsksForTimeGetsIt() throws Exception {
        ChannelDelivery ops = channel("");
        raise(1);
        refuse(Optional.of(Duration.ofSeconds(35)));
        ops.round();
        clock.advance(Duration.ofSeconds(34));
        ops.round();
        assertThat(sent).hasSize(1);
        clock.advance(Duration.ofSeconds(1));
        ops.round();
        assertThat(sent).hasSize(2);
    }

    @Test
    void aRestartKeepsWhatIsDueAndSinceWhenTheChannelFails() throws Exception {
        raise(1);
        refuse(Optional.empty());
        channel("").round();
        ChannelDelivery after = channel("");
        assertThat(after.state().get().failing()).contains(TestNotices.T0);
        after.round();
        assertThat(sent).hasSize(2);
        assertThat(after.state().get().lastSent()).contains(TestNotices.T0);
    }

    @Test
    void anErrorInATransportIsAFailureOfItsChannel() throws Exception {
        ChannelDelivery ops = new ChannelDelivery(
                Objects.requireNonNull(PolicyText.with("alerts: { webhook: 'https://x' }")
                        .alerts()
                        .channels()
                        .get("webhook")),
                ZoneOffset.UTC,
                message -> {
                    throw new IllegalStateException("broken on purpose by the test");
                },
                new ChannelState("ops", journal.journal().channels()),
                new ChannelDelivery.Context(
                        alarms,
                        new ReportBuilder(journal.journal().runs(), List::of, () -> 0),
                        clock,
                        () -> failures++));
        raise(1);
        ops.round();
        assertThat(ops.state().get().fault()).isEqualTo("MESSAGE");
        assertThat(ops.waiting()).isEqualTo(1);
    }

    @Test
    void anAlarmThatEndsDuringItsDeliverySendsItsEnd() throws Exception {
        ChannelDelivery ops = channel("");
        raise(2);
        ops.round();
        alarms.observed(AlarmSource.STALE, List.of());
        ops.round();
        assertThat(sent).hasSize(4);
        assertThat(journal.journal().alarms().raised()).isEmpty();
    }

    @Test
    void aWarningWaitsForTheEndOfTheQuietHours() throws Exception {
        ChannelDelivery ops = channel("quiet: '23:00-07:00'");
        alarms.observed(
                AlarmSource.RUN,
                List.of(AlarmSource.RUN.warning(
                        "d", AlarmText.plain("It failed"), "detail", AlarmText.plain("remedy"))));
        raise(1);
        ops.round();
        assertThat(sent).as("the critical alarm passes").hasSize(1);
        clock.advance(Duration.ofHours(7));
        ops.round();
        assertThat(sent).hasSize(2);
    }

    @Test
    void channelsKnowOfAlarmsIndependently() throws Exception {
        ChannelDelivery ops = channel("severity: critical");
        alarms.observed(
                AlarmSource.RUN,
                List.of(AlarmSource.RUN.warning(
                        "d", AlarmText.plain("It failed"), "detail", AlarmText.plain("remedy"))));
        ops.round();
        assertThat(sent).isEmpty();
        assertThat(alarms.raised()).extracting(AlarmRecord::sent).allMatch(java.util.Map::isEmpty);
    }

    @Test
    void aReportTellsOfTheDayAndIsSentOnce() throws Exception {
        ChannelDelivery ops = channel("report: '0 8 * * *'");
        ops.round();
        RunRecords.succeed(
                journal.journal(), "r1", "shop.db.app", clock.instant().plusSeconds(60));
        RunRecords.end(
                journal.journal(),
                "r2",
                "shop.web.files",
                clock.instant().plusSeconds(90),
                RunState.FAILED,
                "It failed.");
        clock.advance(Duration.ofHours(8));
        ops.round();
        ops.round();
        assertThat(sent).singleElement().isInstanceOfSatisfying(Message.Summary.class, summary -> {
            Report report = summary.report();
            assertThat(report.backups()).isEqualTo(2);
            assertThat(report.verified()).isEqualTo(1);
            assertThat(report.datasets()).isEqualTo(2);
            assertThat(report.failed()).containsExactly(new Report.Failed("shop.web.files", "It failed."));
            assertThat(report.notProtected()).containsExactly("volume media of shop");
            assertThat(report.since()).isEqualTo(TestNotices.T0.minus(Duration.ofHours(16)));
        });
    }

    @Test
    void aReportThatIsRefusedIsSentLater() throws Exception {
        ChannelDelivery ops = channel("report: '0 8 * * *'");
        ops.round();
        clock.advance(Duration.ofHours(8));
        refuse(Optional.empty());
        ops.round();
        clock.advance(Duration.ofSeconds(5));
        ops.round();
        ops.round();
        assertThat(sent).hasSize(2).allMatch(Message.Summary.class::isInstance);
    }

    @Test
    void anAcceptedTestSendsAtOnceWhatWaits() throws Exception {
        ChannelDelivery ops = channel("");
        raise(1);
        refuse(Optional.of(Duration.ofHours(1)));
        ops.round();
        assertThat(ops.test()).isInstanceOf(SendResult.Accepted.class);
        ops.round();
        assertThat(ops.waiting()).isZero();
        assertThat(sent).hasSize(3);
    }
}
