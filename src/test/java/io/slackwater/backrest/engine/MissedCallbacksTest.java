package io.slackwater.backrest.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.backrest.Provisions;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MissedCallbacksTest {

    private static final String FAILED =
            "Backrest's backup of plan shop.db.app ended with status ERROR and no snapshot, and did not ask Slackwater for the data: no space left on device.";

    private final Provisions.Memory memory = new Provisions.Memory();
    private final MissedCallbacks callbacks = callbacks();

    private MissedCallbacks callbacks() {
        return new MissedCallbacks(memory.store(), Path.of("/secrets/stream/header"));
    }

    @Test
    void theThirdFailureInARowIsAnAlarmWithBackrestsMessage() {
        callbacks.missed("shop.db.app", FAILED);
        callbacks.missed("shop.files.srv-data", FAILED);
        assertThat(callbacks.conflict()).as("a restart of Backrest causes two").isEmpty();
        callbacks.missed("shop.db.app", FAILED);
        assertThat(callbacks.conflict()).hasValueSatisfying(conflict -> {
            assertThat(conflict.subject()).hasToString("backups through Backrest");
            assertThat(conflict.what())
                    .contains("made without Backrest (3 so far)", "no space left on device")
                    .doesNotContain("..");
            assertThat(conflict.remedy())
                    .contains("plan shop.db.app", "docker compose logs backrest", "df -h /data /config")
                    .contains("test -r /secrets/stream/header", "--force-recreate backrest")
                    .contains("backrest-management.sh backup shop.db.app");
        });
    }

    @Test
    void theAlarmSurvivesARestartAndEndsWithTheNextCallback() {
        for (int times = 0; times < 3; times++) {
            callbacks.missed("shop.db.app", FAILED);
        }
        MissedCallbacks later = callbacks();
        assertThat(later.conflict()).isPresent();
        later.called();
        assertThat(callbacks.conflict()).isEmpty();
        callbacks.missed("shop.db.app", FAILED);
        assertThat(callbacks.conflict()).as("the count starts again").isEmpty();
    }
}
