package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.EngineName;
import io.slackwater.journal.RunRecord;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The engine without Backrest. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedEngineContractIT extends EngineContract {

    @TempDir
    static Path directory;

    private EngineScene scene;

    @BeforeAll
    void start() throws Exception {
        scene = new EngineScene("swembedded", directory, Optional.empty());
    }

    @AfterAll
    void stop() throws Exception {
        if (scene != null) {
            scene.close();
        }
    }

    @Override
    EngineScene scene() {
        return scene;
    }

    @Override
    void assertMadeHere(RunRecord run) throws Exception {
        assertThat(run.progress().engine()).contains(EngineName.EMBEDDED);
        assertThat(scene.snapshot(run).tag("slackwater.run")).as("made by us").contains(run.id());
    }
}
