package io.slackwater.backrest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.Samples.Sample;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.BackrestException.Reason;
import io.slackwater.backrest.client.Operation;
import io.slackwater.backrest.client.OperationKind;
import io.slackwater.backrest.client.OperationQuery;
import io.slackwater.backrest.client.OperationStatus;
import io.slackwater.backrest.client.Refusals;
import io.slackwater.backrest.client.Wire;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the client's requests and parsing with recordings of a real Backrest. */
class BackrestSamplesTest {

    static List<String> recorded() {
        // Slackwater does not ask Backrest to forget.
        return Samples.names().stream()
                .filter(name -> !name.equals("forget-one-snapshot"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void everyCallIsSentAndReadAsRecorded(String name) throws Exception {
        Sample sample = Samples.of(name);
        try (Replay replay = new Replay(
                        new Replay.Answer(sample.status(), sample.response().toString()));
                BackrestClient client = replay.client()) {
            if (sample.status() == 200) {
                call(client, sample);
            } else {
                BackrestException refusal = catchThrowableOfType(BackrestException.class, () -> call(client, sample));
                assertThat(refusal)
                        .hasMessageContaining(Integer.toString(sample.status()))
                        .hasMessageContaining(sample.response().path("code").asText())
                        .hasMessageContaining(
                                sample.response().path("message").asText().strip());
            }

            Replay.RequestChecks asked = replay.asked().getFirst();
            assertThat(asked.path()).isEqualTo(sample.path());
            ObjectNode expected = sample.request().deepCopy();
            if (sample.path().endsWith("/Cancel")) {
                // recorded with the field's name of old; 1.14 discards that one and wants this one
                expected.set("operationId", expected.get("value"));
            }
            assertThat(asked.body()).isEqualTo(expected);
        }
    }

    private static void call(BackrestClient client, Sample sample) throws Exception {
        ObjectNode request = sample.request();
        switch (sample.path()) {
            case "/v1.Backrest/GetConfig" -> assertThat(client.config()).isEqualTo(sample.response());
            case "/v1.Backrest/SetConfig" ->
                assertThat(client.setConfig(request)).isEqualTo(sample.response());
            case "/v1.Backrest/AddRepo" ->
                assertThat(client.addRepo((ObjectNode) request.get("repo"))).isEqualTo(sample.response());
            case "/v1.Backrest/CheckRepoExists" ->
                assertThat(client.repoExists((ObjectNode) request.get("repo")))
                        .isEqualTo(sample.response().path("exists").asBoolean());
            case "/v1.Backrest/Backup" -> client.backup(request.path("value").asText());
            case "/v1.Backrest/Cancel" -> client.cancel(request.path("value").asText());
            case "/v1.Backrest/DoRepoTask" ->
                client.indexSnapshots(request.path("repoId").asText());
            case "/v1.Backrest/GetOperations" -> {
                List<Operation> operations = client.operations(query(request));
                assertThat(operations).hasSameSizeAs(sample.response().path("operations"));
                assertThat(operations)
                        .allSatisfy(operation -> assertThat(operation.kind()).isNotEqualTo(OperationKind.OTHER))
                        .allSatisfy(operation -> assertThat(operation.status()).isNotEqualTo(OperationStatus.UNKNOWN));
            }
            default -> throw new AssertionError("no call of the client for " + sample.path());
        }
    }

    private static OperationQuery query(ObjectNode request) {
        String plan = request.path("selector").path("planId").asText();
        OperationQuery query = plan.isEmpty() ? OperationQuery.all() : OperationQuery.ofPlan(plan);
        return query.last(request.path("lastN").asInt());
    }

    @Test
    void aRunningBackupReportsItsProgress() throws Exception {
        Operation backup = operations("operations-in-progress").getFirst();

        assertThat(backup.status()).isEqualTo(OperationStatus.INPROGRESS);
        assertThat(backup.status().ended()).isFalse();
        assertThat(backup.kind()).isEqualTo(OperationKind.BACKUP);
        assertThat(backup.plan()).isEqualTo("critical-db-slow");
        assertThat(backup.repository()).isEqualTo("critical");
        assertThat(backup.repositoryGuid())
                .isEqualTo("ca7282fa30e93df49a702c0c1e985a4aa7b094faa4d173bf91871b10896a67db");
        assertThat(backup.bytesDone()).isEqualTo(1337218);
        assertThat(backup.started()).isEqualTo(Instant.ofEpochMilli(1795246689359L));
        assertThat(backup.ended()).isEmpty();
        assertThat(backup.snapshot()).isEmpty();
    }

    @Test
    void aFailedBackupHasAReasonAndNoSnapshot() throws Exception {
        Operation backup = operations("operations-critical-db-fail").getFirst();

        assertThat(backup.status()).isEqualTo(OperationStatus.ERROR);
        assertThat(backup.message()).contains("curl: (56) Recv failure");
        assertThat(backup.snapshot()).isEmpty();
    }

    @Test
    void aForgottenSnapshotIsMarkedAsForgotten() throws Exception {
        List<Operation> snapshots = operations("operations-after-forget-one").stream()
                .filter(operation -> operation.kind() == OperationKind.INDEX_SNAPSHOT)
                .toList();

        assertThat(snapshots)
                .filteredOn(Operation::forgotten)
                .singleElement()
                .extracting(Operation::snapshot)
                .isEqualTo(Optional.of("121f6e177b960d8bd89b2d3ff16f3a52ee7af14f5867d7805b2af2e98daea941"));
        assertThat(snapshots).hasSize(2);
    }

    @Test
    void aPruneScheduledForTomorrowDoesNotDelayAWrite() throws Exception {
        List<Operation> planned = operations("operations-last-12").stream()
                .filter(operation -> operation.status() == OperationStatus.PENDING)
                .toList();

        assertThat(planned).extracting(Operation::kind).contains(OperationKind.PRUNE, OperationKind.CHECK);
        assertThat(planned).noneMatch(operation -> operation.busyUntil(Instant.ofEpochMilli(1795246700000L)));
        assertThat(planned).allMatch(operation -> operation.busyUntil(Instant.ofEpochMilli(1795327200000L)));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void everyRefusalHasItsReason(String name, Reason reason, boolean canPass) throws Exception {
        Sample sample = Samples.of(name);
        BackrestException refusal = Refusals.of(
                "Method", new Wire.Answer(sample.status(), sample.response().toString()));

        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.canPassByItself()).isEqualTo(canPass);
    }

    static List<Arguments> refusals() {
        return List.of(
                Arguments.of("backup-critical-db-fail", Reason.FAILED, true),
                Arguments.of("backup-no-such-plan", Reason.NOT_FOUND, false),
                Arguments.of("check-repo-wrong-key", Reason.FAILED, true),
                Arguments.of("set-config-modno-mismatch", Reason.CONFIG_CHANGED, true),
                Arguments.of("set-config-plan-unknown-repo", Reason.REFUSED, false));
    }

    private static List<Operation> operations(String name) throws Exception {
        Sample sample = Samples.of(name);
        try (Replay replay = new Replay(new Replay.Answer(200, sample.response().toString()));
                BackrestClient client = replay.client()) {
            return client.operations(query(sample.request()));
        }
    }
}
