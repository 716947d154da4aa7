package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.backrest.client.OperationStatus;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A plan that a user edits in Backrest: the same for every Backrest. */
interface EditedPlanContract {

    BackrestScene scene();

    @Test
    default void aBackupOfATreeWithoutItsHooksIsAFailedRunAndTheHooksAreRestored() throws Exception {
        BackrestScene scene = scene();
        scene.backrest.editPlan(scene.files(), plan -> plan.remove(List.of("hooks", "backup_flags")));
        assertThat(scene.backrest.press(scene.files()))
                .as("no hook could refuse the backup")
                .isEmpty();
        scene.harness.provisioned();
        Awaitility.await("the run of that press").atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            scene.harness.look();
            RunRecord run = scene.newest(scene.files());
            assertThat(run.state()).isEqualTo(RunState.FAILED);
            assertThat(run.message()).contains("lacked Slackwater's hooks or stream");
            assertThat(run.snapshot())
                    .isEqualTo(scene.backrest.backups(scene.files()).getLast().snapshot());
        });
        String unfrozen = scene.newest(scene.files()).snapshot().orElseThrow();
        assertThat(scene.harness.app.journal().verdicts().of(scene.files()))
                .noneMatch(verified -> verified.snapshot().equals(unfrozen));
        assertThat(scene.backrest.plan(scene.files()).path("hooks"))
                .as("put back")
                .hasSize(2);
        BackrestScene.assertSucceeded(scene.harness.backup(scene.files()));
        scene.assertOnlyVerifiedIsThere(scene.files());
    }

    @Test
    default void backupNowOfAPlanWithAnEditedRetentionIsRefusedAndForgetsNothing() throws Exception {
        BackrestScene scene = scene();
        scene.backrest.editPlan(scene.app, plan -> plan.putObject("retention").put("policyKeepLastN", 1));
        assertThat(scene.call("GET", "streams/" + scene.app))
                .startsWith("409")
                .contains("is not as Slackwater wrote it (retention)", "reverts the edit");
        assertThat(scene.backrest.press(scene.app)).as("the button").isPresent();
        scene.harness.settled();
        assertThat(scene.backrest.backups(scene.app).getLast().snapshot())
                .as("Backrest stored nothing, so it forgot nothing by its own rule")
                .isEmpty();
        Awaitility.await("put back").atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            scene.harness.look();
            assertThat(scene.backrest
                            .plan(scene.app)
                            .path("retention")
                            .path("policyKeepAll")
                            .asBoolean())
                    .isTrue();
        });
        scene.harness.provisioned();
        RunRecord after = scene.harness.backup(scene.app);
        BackrestScene.assertSucceeded(after);
        assertThat(scene.madeByBackrest(after)).as("put back").isTrue();
        scene.assertOnlyVerifiedIsThere(scene.app);
    }

    @Test
    @Tag("long")
    default void aRetentionEditedWhileBackrestIsBusyForgetsNothing() throws Exception {
        BackrestScene scene = scene();
        String files = scene.files();
        BackrestScene.assertSucceeded(scene.harness.backup(files));
        scene.harness.settled();
        scene.backrest.addOwn("sleep", "8");
        try {
            CompletableFuture<Optional<String>> own = scene.pressed(BackrestWorld.OWN);
            Awaitility.await("somebody's own backup")
                    .until(() -> scene.backrest.backups(BackrestWorld.OWN).stream()
                            .anyMatch(operation -> operation.status() == OperationStatus.INPROGRESS));
            scene.backrest.editPlan(files, plan -> {
                plan.putObject("retention").put("policyKeepLastN", 1);
                plan.remove("hooks");
            });
            CompletableFuture<Optional<String>> thrownOut = scene.pressed(files);
            Awaitility.await("the button's")
                    .until(() -> scene.backrest.backups(files).stream()
                            .anyMatch(operation -> operation.status() == OperationStatus.PENDING));
            Awaitility.await("put back").until(() -> {
                beat();
                return scene.backrest.plan(files).path("hooks").size() == 2;
            });
            assertThat(scene.backrest.backups(BackrestWorld.OWN))
                    .last()
                    .satisfies(operation -> assertThat(operation.status())
                            .as("the operation continues")
                            .isEqualTo(OperationStatus.INPROGRESS));
            assertThat(thrownOut).isNotDone();
            Awaitility.await("the button's run, made by our plan")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> {
                        beat();
                        return scene.newest(files).trigger() == Trigger.BACKREST;
                    });
            assertThat(own.get(60, TimeUnit.SECONDS)).isEmpty();
            assertThat(scene.assertAdopted(files).frozen()).isPositive();
        } finally {
            scene.backrest.removeOwn();
        }
        scene.assertNothingLost();
    }

    /** Makes a beat without a discovery. A discovery does not run as often, and not during each freeze. */
    private void beat() {
        scene().harness
                .app
                .provisioning()
                .orElseThrow()
                .beat(scene().harness.app.policy(), scene().harness.app.inventory());
    }
}
