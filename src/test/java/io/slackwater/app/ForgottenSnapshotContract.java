package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.backrest.client.Operation;
import io.slackwater.backrest.client.OperationKind;
import io.slackwater.backrest.client.OperationQuery;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.Trigger;
import io.slackwater.repository.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A snapshot that Backrest or Slackwater forgets: the same for every Backrest. */
interface ForgottenSnapshotContract {

    BackrestScene scene();

    @Test
    default void aSnapshotForgottenInBackrestLosesItsVerdictAtOnce() throws Exception {
        BackrestScene scene = scene();
        RunRecord run = scene.harness.backup(scene.app);
        BackrestScene.assertSucceeded(run);
        scene.harness.settled();
        String snapshot = run.snapshot().orElseThrow();
        scene.backrest.proxy.hears(true);
        try {
            Awaitility.await("events").atMost(Duration.ofSeconds(60)).until(scene.backrest.proxy::isHeard);
            scene.backrest.forget("critical", scene.app, snapshot);
            Awaitility.await("the loss")
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(
                                    scene.harness.app.journal().verdicts().of(scene.app))
                            .noneMatch(verified -> verified.snapshot().equals(snapshot)));
            assertThat(scene.harness.app.lostSnapshots().reason("critical"))
                    .hasValueSatisfying(words -> assertThat(words).contains(scene.app));
            scene.harness.app.acknowledgements().acknowledge(scene.app);
            scene.assertNothingLost();

            // The press is heard before Backrest has stored anything, and its forget asks for the retention as it is
            // then.
            BackrestScene.assertSucceeded(scene.harness.backup(scene.files()));
            scene.harness.settled();
            scene.backrest.editPlan(scene.files(), plan -> {
                plan.putObject("retention").put("policyKeepLastN", 1);
                plan.remove("hooks");
            });
            CompletableFuture<Optional<String>> press = scene.pressed(scene.files());
            Awaitility.await("put back")
                    .atMost(Duration.ofSeconds(60))
                    .until(() ->
                            scene.backrest.plan(scene.files()).path("hooks").size() == 2);
            Awaitility.await("the press, unless it was thrown out and made by our plan")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> press.isDone() || scene.newest(scene.files()).trigger() == Trigger.BACKREST);
            scene.harness.settled();
            scene.harness.provisioned();
            scene.harness.settled();
            BackrestScene.assertSucceeded(scene.harness.backup(scene.files()));
            scene.assertOnlyVerifiedIsThere(scene.files());
            scene.assertNothingLost();
        } finally {
            scene.backrest.proxy.hears(false);
        }
    }

    @Test
    default void aSnapshotForgottenBySlackwaterIsMarkedInBackrest() throws Exception {
        BackrestScene scene = scene();
        RunRecord run = scene.harness.backup(scene.app);
        BackrestScene.assertSucceeded(run);
        scene.harness.settled();
        String snapshot = run.snapshot().orElseThrow();
        scene.harness.app.repository("critical").forget(List.of(snapshot));
        scene.harness.app.repository("critical").announce();
        Awaitility.await("Backrest's page")
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(scene.backrest.client.operations(OperationQuery.ofPlan(scene.app)))
                        .filteredOn(operation -> operation.kind() == OperationKind.INDEX_SNAPSHOT
                                && operation.snapshot().equals(Optional.of(snapshot)))
                        .allMatch(Operation::forgotten));
        assertThat(scene.harness.app.repository("critical").snapshots("plan:" + scene.app))
                .extracting(Snapshot::id)
                .doesNotContain(snapshot);
        scene.harness.app.journal().verdicts().forgotten(run.repository().orElseThrow(), java.util.Set.of(snapshot));
    }
}
