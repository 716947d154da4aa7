package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.backrest.client.Operation;
import io.slackwater.backrest.client.OperationKind;
import io.slackwater.backrest.client.OperationQuery;
import io.slackwater.backrest.client.OperationStatus;
import io.slackwater.journal.RunRecord;
import io.slackwater.repository.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** "Dry Run Backup" on Backrest's page: the same for every Backrest. */
interface DryRunContract {

    BackrestScene scene();

    @Test
    default void aDryRunOfATreeFreezesNothingAndCreatesNoRun() throws Exception {
        BackrestScene scene = scene();
        String files = scene.files();
        scene.harness.settled();
        String newest = scene.newest(files).id();
        List<String> stored = snapshots(files);
        Instant begin = Instant.now();
        assertThat(scene.backrest.pressDryRun(files)).isEmpty();
        assertThat(scene.backrest.backups(files).getLast()).satisfies(operation -> {
            assertThat(operation.raw().path("operationBackup").path("dryRun").asBoolean())
                    .isTrue();
            assertThat(operation.status()).isEqualTo(OperationStatus.SUCCESS);
            assertThat(operation.snapshot()).isEmpty();
        });
        assertThat(hooks(files, scene.backrest.backups(files).getLast()))
                .anySatisfy(hook -> assertThat(scene.backrest.log(hook))
                        .contains("[output] This is a dry run", "pauses no container", "# Slackwater owns this plan"));
        assertNothingCameOfIt(files, newest, stored);
        assertThat(sh("docker events --since " + begin + " --until " + Instant.now()
                        + " --filter event=pause --filter container=" + scene.filesContainer))
                .as("freezes")
                .isEmpty();
    }

    @Test
    default void aDryRunOfAStreamIsRefusedWithASentenceAndCreatesNoFailedBackup() throws Exception {
        BackrestScene scene = scene();
        scene.harness.settled();
        String newest = scene.newest(scene.app).id();
        List<String> stored = snapshots(scene.app);
        assertThat(scene.backrest.pressDryRun(scene.app))
                .hasValueSatisfying(said -> assertThat(said).contains("task cancelled"));
        assertThat(scene.backrest.backups(scene.app).getLast().status()).isEqualTo(OperationStatus.USER_CANCELLED);
        assertThat(hooks(scene.app, scene.backrest.backups(scene.app).getLast()))
                .anySatisfy(hook -> assertThat(scene.backrest.log(hook))
                        .contains("[output] Slackwater refuses the dry run of dataset " + scene.app, "Backup Now"));
        assertNothingCameOfIt(scene.app, newest, stored);
    }

    @Test
    @Tag("long")
    default void aRunQueuedBehindADryRunIsMadeByBackrest() throws Exception {
        BackrestScene scene = scene();
        scene.harness.settled();
        scene.backrest.addOwn("sleep", "4");
        try {
            CompletableFuture<Optional<String>> own = scene.pressed(BackrestWorld.OWN);
            awaitBackup(BackrestWorld.OWN, OperationStatus.INPROGRESS);
            CompletableFuture<Optional<String>> tree = CompletableFuture.supplyAsync(() -> pressed(scene.files()));
            awaitBackup(scene.files(), OperationStatus.PENDING);
            RunRecord run = scene.harness.ended(scene.submit(scene.files()));
            BackrestScene.assertSucceeded(run);
            assertThat(scene.madeByBackrest(run)).isTrue();
            assertThat(run.attempt()).isEqualTo(1);
            assertThat(run.frozen()).isPositive();
            assertThat(tree.get(20, TimeUnit.SECONDS)).as("the dry run").isEmpty();
            assertThat(own.get(20, TimeUnit.SECONDS)).isEmpty();
        } finally {
            scene.backrest.removeOwn();
        }
        scene.assertOnlyVerifiedIsThere(scene.files());
    }

    private Optional<String> pressed(String plan) {
        try {
            return scene().backrest.pressDryRun(plan);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitBackup(String plan, OperationStatus status) {
        Awaitility.await(plan + " " + status)
                .atMost(Duration.ofSeconds(60))
                .until(() -> scene().backrest.backups(plan).stream().anyMatch(one -> one.status() == status));
    }

    private List<String> snapshots(String dataset) throws Exception {
        return scene().harness.app.repository("critical").snapshots("plan:" + dataset).stream()
                .map(Snapshot::id)
                .toList();
    }

    private List<Operation> hooks(String dataset, Operation backup) throws Exception {
        return scene().backrest.client.operations(OperationQuery.ofPlan(dataset)).stream()
                .filter(one -> one.kind() == OperationKind.HOOK
                        && one.raw().path("flowId").equals(backup.raw().path("flowId")))
                .toList();
    }

    private void assertNothingCameOfIt(String dataset, String newest, List<String> stored) throws Exception {
        scene().harness.settled();
        scene().harness.provisioned();
        assertThat(scene().newest(dataset).id()).as("no run was made of it").isEqualTo(newest);
        assertThat(snapshots(dataset)).isEqualTo(stored);
    }
}
