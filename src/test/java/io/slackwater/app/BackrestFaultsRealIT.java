package io.slackwater.app;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

/** Faults of the real Backrest, where its image is on this host. */
class BackrestFaultsRealIT extends BackrestFaultsContract {

    @Override
    String project() {
        return "swbackrestbad";
    }

    @Override
    BackrestWorld world(Path directory) throws Exception {
        assumeTrue(RealBackrestWorld.available());
        return new RealBackrestWorld(project() + "-backrest", directory);
    }
}
