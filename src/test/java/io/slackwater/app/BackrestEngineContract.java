package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.backrest.client.OperationKind;
import io.slackwater.backrest.client.OperationQuery;
import io.slackwater.backrest.client.OperationStatus;
import io.slackwater.journal.EngineName;
import io.slackwater.journal.LastFreeze;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Trigger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Backups by Backrest, started by Slackwater or on Backrest's page. The contract of every Backrest. Needs root. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BackrestEngineContract extends EngineContract
        implements DryRunContract, EditedPlanContract, FirstBackupContract, ForgottenSnapshotContract {

    @TempDir
    static Path directory;

    private BackrestScene scene;

    /** The stack's project. Each class has its own, because the classes run at the same time. */
    abstract String project();

    /** Called once; may skip all tests. */
    abstract BackrestWorld world(Path directory) throws Exception;

    @BeforeAll
    void start() throws Exception {
        scene = new BackrestScene(project(), directory, world(directory));
    }

    @AfterAll
    void stop() throws Exception {
        if (scene != null) {
            scene.close();
        }
    }

    @Override
    public BackrestScene scene() {
        return scene;
    }

    @Override
    void assertMadeHere(RunRecord run) throws Exception {
        assertThat(run.progress().engine()).contains(EngineName.BACKREST);
        assertThat(scene.madeByBackrest(run)).as("made by Backrest").isTrue();
        assertThat(scene.backrest.backups(run.dataset())).last().satisfies(operation -> {
            assertThat(operation.status()).isEqualTo(OperationStatus.SUCCESS);
            assertThat(operation.snapshot()).isEqualTo(run.snapshot());
        });
    }

    @Override
    void assertToldHere(String dataset, String reason) throws Exception {
        // The run ends with its dump, a moment before Backrest has noted it.
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(
                                scene.backrest.backups(dataset).getLast().message())
                        .as("on Backrest's page")
                        .contains(reason));
    }

    @Test
    void firstBackupsAreMadeByBackrestAndItsDashboardCountsThem() {
        assertThat(List.of(scene.app, scene.files())).allSatisfy(dataset -> {
            RunRecord first =
                    scene.harness.app.journal().runs().newest(dataset, 1000).getLast();
            assertThat(first.trigger()).isEqualTo(Trigger.DISCOVERED);
            assertThat(first.progress().engine()).contains(EngineName.BACKREST);
        });
    }

    @Test
    void backupNowOfAStreamBecomesARunWithAVerdict() throws Exception {
        assertThat(scene.backrest.press(scene.app)).isEmpty();
        scene.assertAdopted(scene.app);
    }

    @Test
    void backupNowOfATreeBecomesAFrozenRunWithAVerdict() throws Exception {
        assertThat(scene.backrest.press(scene.files())).isEmpty();
        assertThat(scene.assertAdopted(scene.files()).frozen()).isPositive();
        assertThat(lastFreeze().ours()).as("who read").isFalse();
    }

    @Test
    void backupNowDuringARunIsRefusedWithTheReason() throws Exception {
        scene.slowDump();
        try {
            String run = scene.submit(scene.app);
            scene.awaitState(run, RunState.STORING);
            assertThat(scene.call("GET", "streams/" + scene.app))
                    .startsWith("409")
                    .contains("already being read");
            BackrestScene.assertSucceeded(scene.harness.ended(run));
        } finally {
            scene.fastDump();
        }
    }

    @Test
    void aHookOrStreamOfAnUnknownDatasetIsRefused() throws Exception {
        assertThat(scene.call("POST", "hooks/nobody/start")).startsWith("404").contains("there is no dataset nobody");
        assertThat(scene.call("POST", "hooks/nobody/end")).startsWith("404");
        assertThat(scene.call("GET", "streams/nobody")).startsWith("404");
        assertThat(scene.call("POST", "hooks/" + scene.app + "/start"))
                .startsWith("404")
                .contains("a dump, not a directory");
        assertThat(scene.call("GET", "streams/" + scene.files()))
                .startsWith("404")
                .contains("a directory, not a dump");
    }

    @Test
    void anEndHookWithoutARunIsAccepted() throws Exception {
        assertThat(scene.call("POST", "hooks/" + scene.files() + "/end")).startsWith("200");
    }

    @Test
    void aCallFromAnotherClientIsRefused() throws Exception {
        assertThat(scene.call("GET", "streams/" + scene.app)).startsWith("409").contains("Backrest runs no backup");
        scene.harness.settled();
        scene.assertOnlyVerifiedIsThere(scene.app);
    }

    @Test
    @Tag("long")
    void aWrongTokenIsRefusedAndARotatedTokenWorksAtOnce() throws Exception {
        String good = sh("cat " + directory.resolve("secrets/backrest.header"));
        String port = Integer.toString(scene.harness.app.internalPort());
        assertThat(sh("curl -s -o /dev/null -w '%{http_code}' -H 'Authorization: Bearer wrong' http://127.0.0.1:" + port
                        + "/internal/streams/" + scene.app))
                .isEqualTo("401");
        scene.backrest.token("another-token-of-another-time");
        BackrestScene.assertSucceeded(scene.harness.backup(scene.app));
        sh("echo garbage >" + directory.resolve("secrets/backrest.header"));
        RunRecord garbled = scene.harness.backup(scene.app);
        BackrestScene.assertSucceeded(garbled);
        assertThat(scene.madeByBackrest(garbled)).isTrue();
        sh("echo '" + good + "' >" + directory.resolve("secrets/backrest.header"));
        BackrestScene.assertSucceeded(scene.harness.backup(scene.app));
    }

    @Test
    void theHookLogNamesWhyBackupNowWasRefused() throws Exception {
        lastFroze(9000, true);
        assertThat(scene.backrest.press(scene.files())).isPresent();
        scene.harness.settled();
        assertThat(scene.backrest.client.operations(OperationQuery.ofPlan(scene.files())))
                .filteredOn(operation -> operation.kind() == OperationKind.HOOK)
                .anySatisfy(operation ->
                        assertThat(scene.backrest.log(operation)).contains("[output] ", "would freeze too long"));
        lastFroze(100, true);
    }

    private LastFreeze lastFreeze() {
        return scene.harness.app.journal().datasets().lastFreeze(scene.files()).orElseThrow();
    }

    @Test
    void backupNowOfALargeTreeIsRefusedAndTheSameRunReadsItInTwoPasses() throws Exception {
        String files = scene.files();
        Path policy = scene.directory.resolve("policy.yml");
        String before = Files.readString(policy);
        Files.writeString(policy, before.replace("freezeTarget: 1m", "freezeTarget: 0s"));
        scene.harness.app.livePolicy().reload();
        try {
            String newest = scene.newest(files).id();
            assertThat(scene.backrest.press(files)).isPresent();
            scene.harness.settled();
            RunRecord run = scene.newest(files);
            assertThat(run.id()).isNotEqualTo(newest);
            BackrestScene.assertSucceeded(run);
            assertThat(scene.madeByBackrest(run)).isFalse();
            assertThat(run.frozen()).isPositive();
            assertThat(run.pause().estimate()).isPositive();
            scene.assertOnlyVerifiedIsThere(files);
        } finally {
            Files.writeString(policy, before);
            scene.harness.app.livePolicy().reload();
        }
    }

    private void lastFroze(long millis, boolean ours) {
        scene.harness
                .app
                .journal()
                .datasets()
                .froze(scene.files(), new LastFreeze(Duration.ofMillis(millis), ours, Optional.empty()));
    }

    @Test
    void backupNowIsRefusedWhenItWouldFreezeTooLongAndSlackwaterBacksUpInstead() throws Exception {
        String files = scene.files();
        String newest = scene.newest(files).id();
        lastFroze(9000, true);
        assertThat(scene.call("POST", "hooks/" + files + "/start"))
                .startsWith("409")
                .contains("its last freeze took 9 s", "Raise that limit", "slackwater.method=hot", "No run is started")
                .doesNotContain("started instead");
        assertThat(scene.newest(files).id()).as("no other run").isEqualTo(newest);

        lastFroze(9000, false);
        assertThat(scene.backrest.press(files))
                .hasValueSatisfying(reason -> assertThat(reason).contains("hook"));
        scene.harness.settled();
        RunRecord instead = scene.newest(files);
        assertThat(instead.id()).isNotEqualTo(newest);
        BackrestScene.assertSucceeded(instead);
        assertThat(scene.madeByBackrest(instead))
                .as("Backrest has shown that it takes too long")
                .isFalse();
        assertThat(lastFreeze().ours())
                .as("one that fits lets the button through again")
                .isTrue();
        assertThat(lastFreeze().time()).isNotEqualTo(Duration.ofSeconds(9));
    }
}
