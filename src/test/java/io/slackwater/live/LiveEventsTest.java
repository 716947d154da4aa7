package io.slackwater.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.health.DatasetHealth;
import io.slackwater.health.HealthReason;
import io.slackwater.health.TestClock;
import io.slackwater.journal.AlarmRecord;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import io.slackwater.run.Outcome;
import io.slackwater.trust.RunFailure;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LiveEventsTest {

    private static final RunRecord RUN = RunRecords.queued("r1", "shop.db.app", RunRecords.T0);

    private final EventStreams streams = new EventStreams(new TestClock(RunRecords.T0), EventStreams.Limits.DEFAULT);
    private final List<AlarmRecord> raised = new ArrayList<>();
    private final LiveEvents events = new LiveEvents(streams, () -> List.copyOf(raised));
    private final RecordedClient page = RecordedClient.of(
                    streams.open(new EventStreams.Viewer("ann", () -> true, () -> {})))
            .reads(Long.MAX_VALUE);

    private List<String> words() {
        return page.words().subList(1, page.words().size());
    }

    private JsonObject last() {
        return new JsonObject(page.heard.getLast().data());
    }

    @Test
    void aRunIsFollowedFromItsQueueToItsEnd() {
        events.begun(RUN);
        events.step(RunRecords.in(RUN, RunState.STORING, RunRecords.T0, ""));
        events.read(RUN, 4096);
        assertThat(last().getLong("bytes")).isEqualTo(4096);
        events.warned(RUN, new RunFailure.Failed("It failed.", EndCause.SOURCE));
        events.ended(RunRecords.in(RUN, RunState.FAILED, RunRecords.T0, "It failed."), failed("It failed."));

        assertThat(words()).containsExactly("run-begun", "run-step", "run-bytes", "run-step", "run-ended");
        assertThat(last().getString("run")).isEqualTo("r1");
        assertThat(last().getString("state")).isEqualTo("FAILED");
    }

    @Test
    void aRunThatStaysOpenHasNoEnd() {
        events.ended(RUN, Outcome.LEFT_OPEN);
        assertThat(words()).isEmpty();
    }

    @Test
    void eventsContainOnlyIdsStatesAndCounts() {
        String secret = "password=hunter2";
        RunRecord run = RunRecords.in(RUN, RunState.FAILED, RunRecords.T0, secret);
        events.begun(run);
        events.ended(run, failed(secret));
        raised.add(alarm("run:shop.db.app", "critical", secret));
        events.alarms();
        events.health(List.of(health("shop.db.app", HealthReason.VANISHED, secret)));

        assertThat(words()).containsExactly("run-begun", "run-ended", "alarm-raised", "health");
        assertThat(page.heard).allSatisfy(event -> {
            assertThat(event.data()).doesNotContain("hunter2");
            assertThat(Set.of("run", "dataset", "workload", "state", "attempt", "bytes", "key", "severity", "datasets"))
                    .containsAll(new JsonObject(event.data()).fieldNames());
        });
    }

    @Test
    void anAlarmIsReportedWhenItBeginsGetsWorseAndEnds() {
        raised.add(alarm("disk:journal", "warning", "90 %"));
        events.alarms();
        events.alarms();
        raised.set(0, alarm("disk:journal", "warning", "91 %"));
        events.alarms();
        assertThat(words()).as("another detail is no event").containsExactly("alarm-raised");

        raised.set(0, alarm("disk:journal", "critical", "99 %"));
        events.alarms();
        assertThat(last()).isEqualTo(JsonObject.of("key", "disk:journal", "severity", "critical"));
        raised.clear();
        events.alarms();
        assertThat(words()).containsExactly("alarm-raised", "alarm-raised", "alarm-ended");
    }

    @Test
    void alarmsThatWereRaisedBeforeTheStartAreNoNews() {
        raised.add(alarm("disk:journal", "warning", "90 %"));
        new LiveEvents(streams, () -> raised).alarms();
        assertThat(words()).isEmpty();
    }

    @Test
    void onlyDatasetsWithAnotherStateAreNamed() {
        events.health(List.of(health("a", HealthReason.VANISHED, ""), health("b", HealthReason.VANISHED, "")));
        assertThat(last().getJsonArray("datasets")).containsExactly("a", "b");
        events.health(List.of(health("a", HealthReason.VANISHED, "again"), health("b", HealthReason.VANISHED, "")));
        assertThat(words()).hasSize(1);
        events.health(List.of(health("a", HealthReason.VANISHED, "")));
        assertThat(last().getJsonArray("datasets")).as("it is gone").containsExactly("b");
    }

    @Test
    void aChangeOfScheduleOrCoverageAndTheEndOfACheckAreReported() {
        events.status(List.of("policy", 1L));
        events.status(List.of("policy", 1L));
        assertThat(words()).containsExactly("status");

        events.status(List.of("policy", 2L));
        events.maintained();
        assertThat(words()).containsExactly("status", "status", "status");
        assertThat(last()).isEmpty();
    }

    private static AlarmRecord alarm(String key, String severity, String detail) {
        return new AlarmRecord(
                key,
                severity,
                detail,
                detail,
                detail,
                "",
                "",
                RunRecords.T0,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    private static Outcome failed(String message) {
        return new Outcome(RunState.FAILED, EndCause.SOURCE, message, Optional.empty());
    }

    private static DatasetHealth health(String dataset, HealthReason why, String reason) {
        return new DatasetHealth(
                dataset,
                "critical",
                why,
                reason,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
