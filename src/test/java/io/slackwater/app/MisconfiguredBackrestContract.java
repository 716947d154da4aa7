package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.alert.Alarm;
import io.slackwater.api.BackrestResource;
import io.slackwater.journal.RunRecord;
import io.slackwater.repository.PreparedRepositories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A Backrest with a proxy, a shared host name or a foreign repository: the same for every Backrest. */
interface MisconfiguredBackrestContract {

    BackrestScene scene();

    @Test
    default void dumpsAndHooksBypassAProxyInTheEnvironmentOfBackrest() throws Exception {
        BackrestScene scene = scene();
        // Nothing listens on that port.
        String dead = "http://127.0.0.1:1";
        String here = "http://127.0.0.1:" + scene.harness.app.internalPort() + "/";
        scene.backrest.recreate(Map.of("http_proxy", dead, "HTTP_PROXY", dead, "all_proxy", dead));
        try {
            assertThat(scene.backrest.reaches(here))
                    .as("a curl that is not told to go past it")
                    .isFalse();
            for (String dataset : List.of(scene.app, scene.files())) {
                RunRecord run = scene.harness.backup(dataset);
                BackrestScene.assertSucceeded(run);
                assertThat(run.attempt()).isEqualTo(1);
                assertThat(scene.madeByBackrest(run)).as(dataset).isTrue();
                scene.assertOnlyVerifiedIsThere(dataset);
            }
        } finally {
            scene.backrest.recreate(Map.of());
        }
        assertThat(scene.backrest.reaches(here)).isTrue();
    }

    @Test
    default void aBackrestWithTheHostNameOfSlackwaterStoresNothing() throws Exception {
        BackrestScene scene = scene();
        scene.harness.backrestHost.set(sh("cat /proc/sys/kernel/hostname"));
        try {
            RunRecord run = scene.harness.backup(scene.files());
            BackrestScene.assertSucceeded(run);
            assertThat(scene.madeByBackrest(run)).isFalse();
            // Its closing has the repository alone for a moment, and a press in that moment is refused for that.
            scene.harness.settled();
            for (String dataset : List.of(scene.app, scene.files())) {
                assertThat(scene.backrest.press(dataset))
                        .as("the button of " + dataset)
                        .isPresent();
                scene.assertOnlyVerifiedIsThere(dataset);
            }
            assertThat(List.of(1, 2, 3))
                    .as("a message on Backrest's page; restic may end before it prints the last line of its command")
                    .anySatisfy(_ -> {
                        scene.backrest.press(scene.app);
                        assertThat(scene.backrest.backups(scene.app).getLast().message())
                                .contains("the same host name");
                    });
            assertThat(scene.call("GET", "streams/" + scene.app))
                    .startsWith("409")
                    .contains("the same host name");
            scene.harness.look();
            assertThat(scene.raised())
                    .anySatisfy(alarm -> assertThat(alarm.detail() + alarm.remedy())
                            .contains("'" + sh("cat /proc/sys/kernel/hostname") + "'")
                            .contains("`hostname:`"));
        } finally {
            scene.harness.backrestHost.set(scene.project + "-backrest");
        }
        scene.harness.look();
        assertThat(scene.raised()).isEmpty();
        RunRecord run = scene.harness.backup(scene.app);
        BackrestScene.assertSucceeded(run);
        assertThat(scene.madeByBackrest(run)).isTrue();
    }

    @Test
    default void aForeignRepositoryUnderAKnownNameReceivesNothingAndSlackwaterBacksUpWithoutBackrest()
            throws Exception {
        BackrestScene scene = scene();
        Path foreign = scene.directory.resolve("repos/foreign");
        PreparedRepositories.copy("foreign", foreign, scene.directory.resolve("secrets"));
        String all = "cd " + foreign + " && find data snapshots -type f | sort";
        String untouched = sh(all);
        ObjectNode theirs = scene.backrest
                .repository("critical")
                .put("uri", foreign.toString())
                .put(
                        "guid",
                        Files.readString(scene.directory.resolve("secrets/keys/foreign.id"))
                                .strip());
        theirs.putArray("env").add("RESTIC_PASSWORD_FILE=" + scene.directory.resolve("secrets/keys/foreign.key"));
        ObjectNode ours = scene.backrest.replaceRepository(theirs);
        try {
            RunRecord unlooked = scene.harness.backup(scene.app);
            BackrestScene.assertSucceeded(unlooked);
            assertThat(unlooked.attempt()).isEqualTo(1);
            assertThat(scene.madeByBackrest(unlooked)).isFalse();
            for (String dataset : List.of(scene.app, scene.files())) {
                assertThat(scene.backrest.press(dataset))
                        .as("the button of " + dataset)
                        .isPresent();
            }
            assertThat(scene.backrest.backups(scene.app).getLast().message()).contains("it is another repository");
            assertThat(scene.call("GET", "streams/" + scene.app))
                    .startsWith("409")
                    .contains("it is another repository");
            String asked = scene.backrest.newest(scene.files());
            Awaitility.await("the alarm").atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                scene.harness.look();
                assertThat(scene.raised()).extracting(Alarm::subject).containsExactly("repository critical");
            });
            assertThat(BackrestResource.status(scene.provisioning()).state()).isEqualTo("conflict");
            RunRecord known = scene.harness.backup(scene.files());
            BackrestScene.assertSucceeded(known);
            assertThat(scene.backrest.newest(scene.files())).as("not asked").isEqualTo(asked);
            assertThat(sh(all)).isEqualTo(untouched);
        } finally {
            scene.backrest.replaceRepository(ours);
        }
        scene.harness.provisioned();
        RunRecord run = scene.harness.backup(scene.app);
        BackrestScene.assertSucceeded(run);
        assertThat(scene.madeByBackrest(run)).isTrue();
    }
}
