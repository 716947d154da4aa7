package io.slackwater.app;

import java.nio.file.Path;

/** Faults of the double of Backrest. */
class BackrestFaultsDoubleIT extends BackrestFaultsContract {

    @Override
    String project() {
        return "swbackrestworse";
    }

    @Override
    BackrestWorld world(Path directory) throws Exception {
        return DoubleBackrestWorld.in(project() + "-backrest", directory);
    }
}
