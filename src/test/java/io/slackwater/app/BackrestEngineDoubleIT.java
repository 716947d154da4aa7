package io.slackwater.app;

import java.nio.file.Path;

/** The engine with the double of Backrest. */
class BackrestEngineDoubleIT extends BackrestEngineContract {

    @Override
    String project() {
        return "swbackrestdouble";
    }

    @Override
    BackrestWorld world(Path directory) throws Exception {
        return DoubleBackrestWorld.in(project() + "-backrest", directory);
    }
}
