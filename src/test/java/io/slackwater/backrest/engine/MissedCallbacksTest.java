package io.slackwater.backrest.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.backrest.Provisions;
import io.slackwater.journal.BackrestState.MissedCause;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MissedCallbacksTest {

    private static final String FAILED =
            "Backrest's backup of plan shop.db.app failed before it asked Slackwater for the data: ";

    private final Provisions.Memory memory = new Provisions.Memory();
    private final MissedCallbacks callbacks = new MissedCallbacks(memory.store(), Path.of("/secrets/stream/header"));

    private void missed(String dataset, String said) {
        callbacks.missed(dataset, MissedCallbacks.cause(said), said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "subprocess curl: curl: option --header: error encountered when reading a file",
                "snapshot start hook: run hook command hook plan/shop-files/hook/0: fatal: exit status 26",
                "snapshot start hook: run hook command hook plan/shop-files/hook/0: fatal: exit status 22",
                "curl: (22) The requested URL returned error: 401\nthe token is missing or wrong",
                // What is left of it when restic ended before it had passed on curl's last words, or any of them.
                "Fatal: command failed: exit status 22\nOutput:\nsubprocess curl: curl: (22) The requested URL returned error: 401",
                "Fatal: command failed: exit status 22"
            })
    void aRefusedTokenIsReportedAtOnceWithFileMountAndRemedy(String said) {
        missed("shop.db.app", FAILED + said);
        assertThat(callbacks.conflict()).hasValueSatisfying(conflict -> {
            assertThat(conflict.subject()).isEqualTo("backups through Backrest");
            assertThat(conflict.what())
                    .contains("made without Backrest (1 so far)")
                    .contains(said);
            assertThat(conflict.remedy())
                    .contains("- ./secrets/stream:/secrets/stream:ro")
                    .contains("docker compose up -d --force-recreate backrest")
                    .contains("test -r /secrets/stream/header")
                    .contains("backrest-management.sh backup shop.db.app");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Operation was incomplete when orchestrator was restarted.",
                "Fatal: command failed: exit status 22\nOutput:\nsubprocess curl: curl: (22) The requested URL returned error: 409."
            })
    void aTransientFailureIsReportedWhenItLasts(String backrest) {
        String said = FAILED + backrest;
        missed("shop.db.app", said);
        missed("shop-files", said);
        assertThat(callbacks.conflict()).isEmpty();
        missed("shop.db.app", said);
        assertThat(callbacks.conflict()).hasValueSatisfying(conflict -> {
            assertThat(conflict.what()).contains("3 so far", backrest).doesNotContain("..");
            assertThat(conflict.remedy())
                    .contains("log of that backup of plan shop.db.app")
                    .doesNotContain("--force-recreate");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the backup vanished from Backrest's queue 2 times; it answered: sqlite3: constraint failed",
                "the backup vanished from Backrest's queue 2 times; it answered: database or disk is full",
                FAILED + "write /data/.oplog: no space left on device"
            })
    void aFullDiskOfBackrestIsReportedAtOnceWithDiskAndRemedy(String said) {
        missed("shop.db.app", said);
        assertThat(callbacks.conflict()).hasValueSatisfying(conflict -> {
            assertThat(conflict.what()).contains(said);
            assertThat(conflict.remedy())
                    .contains("df -h /data /config", "volume backrest-data", "docker compose restart backrest");
        });
    }

    @Test
    void aMissedCallbackSurvivesARestartAndEndsWithTheNextCallback() {
        missed("shop.db.app", FAILED + "exit status 26");
        MissedCallbacks later = new MissedCallbacks(memory.store(), Path.of("/secrets/stream/header"));
        assertThat(later.conflict()).isPresent();
        later.called();
        assertThat(callbacks.conflict()).isEmpty();
    }

    @Test
    void anUnusedConfigurationIsReportedAtOnceAlsoAfterTransientFailures() {
        missed("shop.db.app", FAILED + "Operation was incomplete when orchestrator was restarted.");
        callbacks.missed("shop.db.new", MissedCause.NOT_APPLIED, "it does not know plan shop.db.new");
        assertThat(callbacks.conflict()).hasValueSatisfying(conflict -> {
            assertThat(conflict.what()).contains("does not know plan shop.db.new");
            assertThat(conflict.remedy())
                    .contains(
                            "docker compose logs backrest",
                            "failed to apply config",
                            "docker compose restart backrest");
        });
        callbacks.called();
        assertThat(callbacks.conflict()).isEmpty();
    }
}
