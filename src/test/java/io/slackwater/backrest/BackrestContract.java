package io.slackwater.backrest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.BackrestException.Reason;
import io.slackwater.backrest.client.Operation;
import io.slackwater.backrest.client.OperationKind;
import io.slackwater.backrest.client.OperationQuery;
import io.slackwater.backrest.client.OperationStatus;
import io.slackwater.backrest.client.QueueEvents;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The behaviour of Backrest that Slackwater needs. The real Backrest and the double pass the same tests. */
abstract class BackrestContract extends BackrestConfigContract {

    @Test
    void aCompleteStreamBecomesASnapshotWithTheSameBytes() throws Exception {
        client.backup("whole");

        Operation backup = newest("whole", OperationKind.BACKUP);
        assertThat(backup.status()).isEqualTo(OperationStatus.SUCCESS);
        assertThat(backup.bytesDone()).isEqualTo(StreamSource.CONTENT.length);
        assertThat(backup.ended()).isPresent();
        String snapshot = backup.snapshot().orElseThrow();
        assertThat(plans.restic("dump", snapshot, "/whole.dump").bytes()).isEqualTo(StreamSource.CONTENT);
        assertThat(plans.restic("snapshots", "--json", snapshot).output())
                .contains("plan:whole", "created-by:" + INSTANCE, "\"hostname\":\"" + INSTANCE + "\"");
        Operation indexed = await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> awaited("whole", OperationKind.INDEX_SNAPSHOT),
                        one -> one.snapshot().equals(backup.snapshot()));
        assertThat(flow(indexed)).isEqualTo(flow(backup));
        assertThat(client.operations(OperationQuery.ofPlan("whole")))
                .noneMatch(operation -> operation.kind() == OperationKind.FORGET);
    }

    @Test
    void aTruncatedStreamFailsAndLeavesNoSnapshot() throws Exception {
        BackrestException failure = refusal(() -> client.backup("broken"));

        assertThat(failure.reason()).isEqualTo(Reason.FAILED);
        // curl's message may be lost: restic does not wait for the last output of an ended command.
        assertThat(failure.getMessage()).contains("failed to save /broken.dump: Fatal: command failed: exit status ");
        Operation backup = newest("broken", OperationKind.BACKUP);
        assertThat(backup.status()).isEqualTo(OperationStatus.ERROR);
        assertThat(failure.getMessage()).endsWith(": " + backup.message().strip());
        assertThat(backup.snapshot()).isEmpty();
        assertThat(plans.snapshots("broken")).isEmpty();
    }

    @Test
    void aTreeIsStoredBetweenItsHooks() throws Exception {
        client.backup("tree");

        assertThat(plans.hooks("tree")).containsExactly("/hooks/tree/start", "/hooks/tree/end");
        Operation backup = newest("tree", OperationKind.BACKUP);
        assertThat(plans.restic("ls", backup.snapshot().orElseThrow()).output())
                .contains(plans.tree() + "/kept")
                .doesNotContain("cache");
        assertThat(client.operations(OperationQuery.ofPlan("tree")))
                .filteredOn(operation -> operation.kind() == OperationKind.HOOK
                        && flow(operation).equals(flow(backup)))
                .hasSize(2)
                .allMatch(operation -> operation.status() == OperationStatus.SUCCESS);

        client.backup("tree");
        String second = newest("tree", OperationKind.BACKUP).snapshot().orElseThrow();
        assertThat(plans.restic("snapshots", "--json", second).output())
                .contains("\"parent\":\"" + backup.snapshot().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"refused-fatal", "refused-cancel"})
    void aRefusingStartHookStopsTheBackupAndOnlyTheErrorHookRuns(String plan) throws Exception {
        BackrestException failure = refusal(() -> client.backup(plan));

        assertThat(failure.getMessage())
                .contains("snapshot start hook: run hook command hook plan/" + plan + "/hook/0: ");
        assertThat(plans.hooks(plan)).containsExactly("/hooks/" + plan + "/refuse", "/hooks/" + plan + "/error");
        assertThat(newest(plan, OperationKind.BACKUP).status())
                .isEqualTo(plan.endsWith("fatal") ? OperationStatus.ERROR : OperationStatus.USER_CANCELLED);
        assertThat(plans.snapshots(plan)).isEmpty();
    }

    @Test
    void aMissingPathFailsTheBackupAndCallsTheEndHook() throws Exception {
        assertThat(refusal(() -> client.backup("missing")).getMessage()).contains("/nowhere does not exist");

        assertThat(plans.hooks("missing")).containsExactly("/hooks/missing/error", "/hooks/missing/end");
    }

    @Test
    void aConfigWriteDropsQueuedBackupsAndKeepsTheRunningBackup() throws Exception {
        QueueEvents events = client.queueEvents();
        Thread running = submitted("held-a");
        awaitStatus("held-a", OperationStatus.INPROGRESS);
        Thread queued = submitted("queued-a");
        awaitStatus("queued-a", OperationStatus.PENDING);

        client.setConfig(client.config());
        assertThat(events.lost(Duration.ofSeconds(10)))
                .extracting(Operation::plan)
                .containsExactly("queued-a");
        events.close();
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        client.operations(OperationQuery.ofPlan("queued-a")).isEmpty());
        plans.streams().release();
        awaitStatus("held-a", OperationStatus.SUCCESS);
        assertThat(running.join(Duration.ofSeconds(60))).isTrue();
        assertThat(queued.join(Duration.ofSeconds(2))).as("the call hangs").isFalse();
        assertThat(client.operations(OperationQuery.ofPlan("queued-a"))).isEmpty();
        queued.interrupt();
        assertThat(queued.join(Duration.ofSeconds(60))).isTrue();
    }

    @Test
    void aCancelledBackupEndsAtOnceAndLeavesALock() throws Exception {
        Thread running = submitted("held-b");
        awaitStatus("held-b", OperationStatus.INPROGRESS);
        plans.awaitReading("held-b");
        Thread queued = submitted("queued-b");
        awaitStatus("queued-b", OperationStatus.PENDING);

        client.cancel(newest("queued-b", OperationKind.BACKUP).id());
        client.cancel(newest("held-b", OperationKind.BACKUP).id());

        awaitStatus("held-b", OperationStatus.USER_CANCELLED);
        awaitStatus("queued-b", OperationStatus.USER_CANCELLED);
        assertThat(running.join(Duration.ofSeconds(60))).isTrue();
        assertThat(queued.join(Duration.ofSeconds(1)))
                .as("the call of a cancelled one hangs")
                .isFalse();
        queued.interrupt();
        assertThat(plans.snapshots("held-b")).isEmpty();
        assertThat(plans.removeLocks()).isPositive();
        client.cancel("123456789");
    }

    @Test
    void aSnapshotThatAnotherResticForgotIsMarkedAsForgotten() throws Exception {
        client.backup("forgotten");
        String first = newest("forgotten", OperationKind.BACKUP).snapshot().orElseThrow();
        client.backup("forgotten");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> client.operations(OperationQuery.ofPlan("forgotten")).stream()
                        .anyMatch(operation -> operation.kind() == OperationKind.INDEX_SNAPSHOT
                                && operation.snapshot().equals(Optional.of(first))));

        plans.restic("forget", first);
        client.indexSnapshots("contract");

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(client.operations(OperationQuery.ofPlan("forgotten")))
                        .filteredOn(entry -> entry.kind() == OperationKind.INDEX_SNAPSHOT
                                && entry.snapshot().equals(Optional.of(first)))
                        .singleElement()
                        .matches(Operation::forgotten));
        assertThat(plans.snapshots("forgotten")).hasSize(1).doesNotContain(first);
    }

    @Test
    void snapshotsOfAnotherResticAreIndexedUnderTheirPlan() throws Exception {
        plans.restic(
                "backup",
                plans.tree().toString(),
                "--host",
                INSTANCE,
                "--tag",
                "plan:by-others",
                "--tag",
                "created-by:" + INSTANCE);
        assertThat(client.operations(OperationQuery.ofPlan("by-others"))).isEmpty();

        client.indexSnapshots("contract");

        Operation found = awaited("by-others", OperationKind.INDEX_SNAPSHOT);
        assertThat(found.raw().path("instanceId").asText()).isEqualTo(INSTANCE);
        assertThat(found.snapshot()).contains(plans.snapshots("by-others").getFirst());
        assertThat(found.forgotten()).isFalse();
    }

    private static String flow(Operation operation) {
        return operation.raw().path("flowId").asText();
    }

    @Test
    void aKilledBackrestMarksTheRunningBackupAsFailedAndRunsTheNext() throws Exception {
        Thread running = submitted("held-c");
        awaitStatus("held-c", OperationStatus.INPROGRESS);
        plans.awaitReading("held-c");
        Thread queued = submitted("queued-c");
        awaitStatus("queued-c", OperationStatus.PENDING);

        world.killAndStart();

        assertThat(running.join(Duration.ofSeconds(60))).isTrue();
        assertThat(queued.join(Duration.ofSeconds(60))).isTrue();
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> client.config() != null);
        Operation backup = newest("held-c", OperationKind.BACKUP);
        assertThat(backup.status()).isEqualTo(OperationStatus.ERROR);
        assertThat(backup.message()).isEqualTo("Operation was incomplete when orchestrator was restarted.");
        assertThat(client.operations(OperationQuery.ofPlan("queued-c"))).isEmpty();
        client.backup("whole");
        assertThat(plans.snapshots("held-c")).isEmpty();
        plans.removeLocks();
    }

    private Thread submitted(String plan) {
        return Thread.ofVirtual().start(() -> {
            try {
                client.backup(plan);
            } catch (BackrestException | InterruptedException end) {
                return; // its operation says how it ended
            }
        });
    }

    private Operation newest(String plan, OperationKind kind) throws Exception {
        return client.operations(OperationQuery.ofPlan(plan)).reversed().stream()
                .filter(operation -> operation.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " of " + plan));
    }

    private void awaitStatus(String plan, OperationStatus status) {
        await("%s of %s".formatted(status, plan))
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> client.operations(OperationQuery.ofPlan(plan)).stream()
                        .anyMatch(
                                operation -> operation.kind() == OperationKind.BACKUP && operation.status() == status));
    }

    private Operation awaited(String plan, OperationKind kind) throws Exception {
        await("%s of %s".formatted(kind, plan))
                .atMost(Duration.ofSeconds(60))
                .until(() -> client.operations(OperationQuery.ofPlan(plan)).stream()
                        .anyMatch(operation -> operation.kind() == kind));
        return newest(plan, kind);
    }
}
