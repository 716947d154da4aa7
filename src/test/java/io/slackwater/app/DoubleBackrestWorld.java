package io.slackwater.app;

import io.slackwater.backrest.BackrestDouble;
import io.slackwater.backrest.client.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The double of Backrest, for hosts without the real image. */
final class DoubleBackrestWorld extends BackrestWorld {

    private final BackrestDouble backrest;

    private DoubleBackrestWorld(Path directory, BackrestDouble backrest) throws IOException {
        super(directory, backrest.address());
        this.backrest = backrest;
    }

    static DoubleBackrestWorld in(Path directory) throws IOException {
        return new DoubleBackrestWorld(directory, new BackrestDouble(directory.resolve("backrest")));
    }

    @Override
    void kill() throws Exception {
        backrest.kill();
    }

    @Override
    void start() throws Exception {
        backrest.restart();
        awaitUp();
    }

    @Override
    void recreate(Map<String, String> environment) throws Exception {
        kill();
        backrest.environment.clear();
        backrest.environment.putAll(environment);
        start();
    }

    @Override
    String log(Operation operation) {
        return backrest.said(operation.id());
    }

    /** The double stores an operation before it answers. */
    @Override
    void fillOwnDisk(boolean full) {
        if (full) {
            backrest.fail("Backup", 500);
            backrest.fail("SetConfig", 500);
        } else {
            backrest.heal();
        }
    }

    @Override
    public void close() throws Exception {
        super.close();
        backrest.close();
    }
}
