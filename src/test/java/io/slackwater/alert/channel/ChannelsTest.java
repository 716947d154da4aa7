package io.slackwater.alert.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slackwater.alert.Alarm;
import io.slackwater.alert.AlarmSource;
import io.slackwater.alert.Alarms;
import io.slackwater.alert.StackCommands;
import io.slackwater.health.TestClock;
import io.slackwater.journal.TestJournal;
import io.slackwater.policy.PolicyText;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The channels of a policy, with their threads and real receivers. */
class ChannelsTest {

    @TempDir
    static Path directory;

    private final TestClock clock = new TestClock(TestNotices.T0);
    private final TestJournal journal = new TestJournal(directory);
    private final Alarms alarms =
            new Alarms(journal.journal().alarms(), clock, () -> Duration.ofHours(24), StackCommands.NONE);
    private final Vertx vertx = Vertx.vertx();
    private final Channels channels = new Channels(
            alarms,
            new ReportBuilder(journal.journal().runs(), List::of, () -> 0),
            journal.journal().channels(),
            directory,
            vertx,
            clock);
    private Receiver one;
    private Receiver two;

    @BeforeEach
    void start() throws IOException {
        one = new Receiver();
        two = new Receiver();
    }

    @AfterEach
    void stop() {
        channels.close();
        one.close();
        two.close();
        vertx.close();
        journal.close();
    }

    private void use(String entries) {
        channels.use(PolicyText.with("alerts: { channels: { " + entries + " } }"));
    }

    private String one() {
        return "one: { type: webhook, url: '" + one.uri("/1") + "' }";
    }

    private String two() {
        return "two: { type: chat, url: '" + two.uri("/2") + "' }";
    }

    private void raise(int count) {
        alarms.observed(AlarmSource.STALE, TestNotices.alarms(count));
    }

    private static void eventually(ThrowingRunnable check) {
        await().atMost(Duration.ofSeconds(10)).untilAsserted(check);
    }

    @Test
    void aSilentChannelDelaysNoOther() {
        one.then(Receiver.SILENT, Receiver.SILENT);
        use(one() + ", " + two());
        raise(3);
        await().atMost(Duration.ofSeconds(4))
                .untilAsserted(() -> assertThat(two.bodies).hasSize(3));
        assertThat(one.requests).hasSize(1);
    }

    @Test
    void aNewChannelGetsTheRaisedAlarmsAndARemovedChannelNone() {
        use(one());
        raise(1);
        eventually(() -> assertThat(one.bodies).hasSize(1));
        use(two());
        eventually(() -> assertThat(two.bodies).hasSize(1));
        raise(2);
        eventually(() -> assertThat(two.bodies).hasSize(2));
        assertThat(one.bodies).hasSize(1);
        assertThat(alarms.raised()).allMatch(alarm -> alarm.sentTo("one").isEmpty());
        assertThat(channels.views()).extracting(Channels.View::name).containsExactly("two");
    }

    @Test
    void aFailingChannelIsAnAlarmOnTheOthersUntilATestIsAccepted() throws Exception {
        one.then(403, 403);
        use(one() + ", " + two());
        raise(1);
        eventually(() -> assertThat(channels.failing()).hasSize(1));
        Alarm alarm = channels.failing().getFirst();
        assertThat(alarm.title()).isEqualTo("Channel one accepts no message");
        assertThat(alarm.detail()).contains("answered 403").doesNotContain("/1");
        alarms.observed(AlarmSource.CHANNEL, channels.failing());
        eventually(() -> assertThat(two.bodies)
                .extracting(body -> body.get("text").asText())
                .anyMatch(text -> text.contains("Channel one accepts no message")));
        assertThat(channels.test("one")).get().asString().contains("answered 403");
        assertThat(channels.test("one")).isEmpty();
        assertThat(channels.failing()).isEmpty();
        alarms.observed(AlarmSource.CHANNEL, channels.failing());
        eventually(() -> assertThat(two.bodies)
                .extracting(body -> body.get("text").asText())
                .anyMatch(text -> text.startsWith("[over] x: Channel one")));
        eventually(() -> assertThat(one.bodies)
                .extracting(body -> body.get("event").asText())
                .containsExactly("raised", "test", "test", "raised"));
        assertThat(channels.failures()).containsOnly(Map.entry("one", 2L), Map.entry("two", 0L));
    }

    @Test
    void aViewHasTheLastFailureAndNoSecret() {
        one.then(500);
        use(one());
        raise(1);
        eventually(() -> assertThat(channels.views()).singleElement().satisfies(view -> {
            assertThat(view.type()).isEqualTo("webhook");
            assertThat(view.failing()).contains(TestNotices.T0);
            assertThat(view.lastFailure()).contains("answered 500").doesNotContain("/1");
            assertThat(view.waiting()).isEqualTo(1);
            assertThat(view.nextTry()).contains(TestNotices.T0.plusSeconds(5));
        }));
    }

    @Test
    void aRemovedChannelCannotBeTested() throws Exception {
        assertThat(channels.test("gone")).contains("the policy has no channel gone any more");
    }

    @Test
    void anUnchangedChannelKeepsWhatItKnows() {
        use(one());
        raise(1);
        eventually(() -> assertThat(one.bodies).hasSize(1));
        use(one() + ", " + two());
        eventually(() -> assertThat(two.bodies).hasSize(1));
        assertThat(one.bodies).hasSize(1);
        assertThat(channels.views().getFirst().lastSent()).isEqualTo(Optional.of(TestNotices.T0));
    }
}
