package io.slackwater.backrest.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.ConfigServer;
import io.slackwater.backrest.DoubleJson;
import io.slackwater.backrest.Provisions;
import io.slackwater.backrest.Samples;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.health.TestClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackrestEventStreamTest {

    private static final Duration AGAIN = Duration.ofMillis(50);

    private final TestClock clock = new TestClock(Instant.parse("2026-07-20T02:00:00Z"));
    private final AtomicInteger edits = new AtomicInteger();
    private final List<String> gone = new CopyOnWriteArrayList<>();
    private final PendingCallbacks calls = new PendingCallbacks(List::of);
    private ConfigServer backrest;
    private BackrestClient client;
    private BackrestEventStream events;

    @BeforeEach
    void start() throws IOException {
        backrest = new ConfigServer(Provisions.config("foreign"), clock);
        client = backrest.client();
        events = new BackrestEventStream(
                client,
                calls,
                new BackrestEventStream.Listener() {
                    @Override
                    public void edited() {
                        edits.incrementAndGet();
                    }

                    @Override
                    public void forgotten(String restic, Set<String> snapshots) {
                        gone.add(restic + " " + String.join(",", snapshots));
                    }
                },
                AGAIN);
    }

    @AfterEach
    void stop() {
        events.close();
        client.close();
        backrest.close();
    }

    private void awaitEdits(int most) {
        Awaitility.await().until(() -> edits.get() >= most);
    }

    @Test
    void backupNowAndItsCancellationAreReportedAndOwnBackupsAreNot() {
        backrest.isHeard();
        backrest.backup("home", "STATUS_PENDING", clock.instant());
        awaitEdits(1);
        try (CallbackSession ours = calls.expect("shop.db.app")) {
            assertThat(ours.arrived()).isFalse();
            ObjectNode asked = DoubleJson.object().put("planId", "shop.db.app");
            asked.putObject("operationBackup");
            events.hear(event("createdOperations", asked));
        }
        assertThat(edits).hasValue(1);
        ObjectNode thrownOut = DoubleJson.object();
        thrownOut.putObject("deletedOperations").putArray("values").add("7");
        events.hear(thrownOut);
        assertThat(edits).hasValue(2);
        assertThat(gone).isEmpty();
    }

    @Test
    void theStreamReconnectsAfterAnOutage() {
        AtomicInteger refused = new AtomicInteger();
        backrest.fault = method -> method.equals("GetOperationEvents") && refused.incrementAndGet() < 3 ? 503 : 0;
        backrest.isHeard();
        backrest.backup("home", "STATUS_PENDING", clock.instant());
        awaitEdits(1);
    }

    @Test
    void aForgottenSnapshotIsReportedByRepositoryAndId() {
        for (String sample : List.of("operations-after-forget-one", "operations-critical-db-ok")) {
            ArrayNode operations = (ArrayNode) Samples.of(sample).response().path("operations");
            assertThat(operations).isNotEmpty();
            ObjectNode event = DoubleJson.object();
            event.putObject("updatedOperations").set("operations", operations);
            events.hear(event);
        }
        assertThat(gone)
                .as("that of the page's button, and that of a plan's retention")
                .hasSizeGreaterThanOrEqualTo(1)
                .allSatisfy(one -> assertThat(one).matches("[0-9a-f]{64} [0-9a-f]{64}"))
                .anySatisfy(one ->
                        assertThat(one).contains("121f6e177b960d8bd89b2d3ff16f3a52ee7af14f5867d7805b2af2e98daea941"));
        gone.clear();
        ObjectNode command = DoubleJson.object().put("status", "STATUS_SUCCESS").put("repoGuid", "cafe");
        command.putObject("operationRunCommand");
        events.hear(event("updatedOperations", command));
        assertThat(gone).as("the effect of the command is unknown").containsExactly("cafe ");
        assertThat(edits).hasValue(0);
    }

    private static ObjectNode event(String kind, ObjectNode operation) {
        ObjectNode event = DoubleJson.object();
        event.putObject(kind).putArray("operations").add(operation);
        return event;
    }
}
