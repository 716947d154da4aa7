package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.slackwater.api.MaintenanceResource;
import io.slackwater.api.Problem;
import io.slackwater.api.RequestAudit;
import io.slackwater.api.SeenInventory;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Verified;
import io.slackwater.repository.Snapshot;
import io.slackwater.restore.RestoreTarget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots that a user deletes, beside one of another program. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SnapshotDeletionIT {

    private static final String PROJECT = "swdelete";

    @TempDir
    Path directory;

    private AppHarness harness;
    private String dataset = "";
    private String mount = "";

    @BeforeEach
    void start() throws Exception {
        Stack.remove(PROJECT);
        Stack.volume(PROJECT, "files");
        mount = sh("docker volume inspect -f {{.Mountpoint}} " + PROJECT + "-files-data");
        harness = AppHarness.of(directory, PROJECT);
        harness.look();
        harness.settled();
        dataset = harness.datasets().stream()
                .filter(id -> id.startsWith(PROJECT + ".files"))
                .findFirst()
                .orElseThrow();
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
        Stack.remove(PROJECT);
        sh("docker volume rm -f " + PROJECT + "-restored");
    }

    private MaintenanceResource maintenance() {
        return new MaintenanceResource(
                harness.app.journal().pins(),
                harness.app.backups.deletion,
                harness.app.maintenance(),
                harness.app.backups.scheduler,
                harness.app.livePolicy(),
                new SeenInventory(harness.app.board()),
                new RequestAudit(
                        harness.app.journal().audit(),
                        QuarkusSecurityIdentity.builder()
                                .setPrincipal(new QuarkusPrincipal("ann"))
                                .build()));
    }

    private List<String> verified() {
        return harness.app.journal().verdicts().of(dataset).stream()
                .map(Verified::snapshot)
                .toList();
    }

    private List<String> stored() throws Exception {
        return harness.app.repository("critical").snapshots("plan:" + dataset).stream()
                .map(Snapshot::stableId)
                .toList();
    }

    private void awaitEnd(String job) {
        Awaitility.await("the end of a deletion")
                .atMost(Duration.ofMinutes(1))
                .until(() -> maintenance().job(job).ended() != null);
    }

    @Test
    void anOldSnapshotIsDeletedAndTheOnlyOneAndAForeignOneStay() throws Exception {
        String old = verified().getFirst();
        sh("head -c 3000000 /dev/urandom > " + mount + "/big");
        RunRecord run = harness.backup(dataset);
        assertThat(run.state()).as(run.message()).isEqualTo(RunState.SUCCEEDED);
        harness.settled();
        String newest = run.snapshot().orElseThrow();
        String restic = "restic --repo " + directory.resolve("repos/critical") + " --password-file "
                + directory.resolve("secrets/keys/critical.key");
        sh(restic + " backup --quiet --host other --tag plan:" + dataset + " " + mount);
        String foreign = stored().stream()
                .filter(id -> !verified().contains(id))
                .findFirst()
                .orElseThrow();

        MaintenanceResource.Deleted dry = answer(List.of(old, newest), true);
        assertThat(dry.deleted())
                .extracting(MaintenanceResource.DeletedSnapshot::id)
                .containsExactly(old);
        assertThat(dry.kept())
                .extracting(MaintenanceResource.KeptSnapshot::reason)
                .containsExactly("NEWEST");
        assertThat(stored()).as("a dry run").hasSize(3);

        MaintenanceResource.Deleted real = answer(List.of(old, newest), false);
        awaitEnd(real.jobs().getFirst());
        assertThat(maintenance().job(real.jobs().getFirst())).satisfies(job -> {
            assertThat(job.state()).as(job.message()).isEqualTo("SUCCEEDED");
            assertThat(job.forgotten()).isEqualTo(1);
        });
        assertThat(stored()).containsExactlyInAnyOrder(newest, foreign);
        assertThat(verified()).containsExactly(newest);

        assertThat(catchThrowableOfType(Problem.class, () -> maintenance().delete(newest)))
                .hasMessageContaining("it is the only verified snapshot of its dataset");
        assertThat(catchThrowableOfType(Problem.class, () -> maintenance().delete(foreign)))
                .hasMessageContaining("there is no verified snapshot " + foreign);
        harness.app.looks().look();
        harness.settled();
        assertThat(harness.app.lostSnapshots().reason("critical"))
                .as("Slackwater deleted it itself")
                .isEmpty();
        assertThat(stored()).containsExactlyInAnyOrder(newest, foreign);

        String prune =
                ((MaintenanceResource.JobView) maintenance().prune("critical").getEntity()).id();
        awaitEnd(prune);
        assertThat(maintenance().job(prune)).satisfies(job -> {
            assertThat(job.state()).as(job.message()).isEqualTo("SUCCEEDED");
            assertThat(job.freedBytes()).as("the data of the deleted snapshot").isGreaterThan(500_000);
        });

        RestoreRecord restored = harness.restore(dataset, new RestoreTarget.Volume(PROJECT + "-restored"));
        assertThat(restored.state()).as(restored.message()).isEqualTo(RestoreRecord.State.SUCCEEDED);
        sh("diff -r " + mount + " $(docker volume inspect -f {{.Mountpoint}} " + PROJECT + "-restored)");
    }

    private MaintenanceResource.Deleted answer(List<String> ids, boolean dryRun) throws Exception {
        return (MaintenanceResource.Deleted) maintenance()
                .delete(new MaintenanceResource.Deletion(ids, dryRun))
                .getEntity();
    }
}
