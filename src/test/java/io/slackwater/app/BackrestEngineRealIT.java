package io.slackwater.app;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

/** The engine with the real Backrest, where its image is on this host. */
class BackrestEngineRealIT extends BackrestEngineContract {

    @Override
    String project() {
        return "swbackrestreal";
    }

    @Override
    BackrestWorld world(Path directory) throws Exception {
        assumeTrue(RealBackrestWorld.available());
        return new RealBackrestWorld(project() + "-backrest", directory);
    }
}
