package io.slackwater.app;

import static io.slackwater.app.Shell.sh;

import io.slackwater.backrest.BackrestDouble;
import io.slackwater.backrest.client.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The double of Backrest, for hosts without the real image. A container stands for Backrest's, and ends with it. */
final class DoubleBackrestWorld extends BackrestWorld {

    private final String container;
    private final BackrestDouble backrest;

    private DoubleBackrestWorld(String container, Path directory, BackrestDouble backrest) throws IOException {
        super(directory, backrest.address());
        this.container = container;
        this.backrest = backrest;
    }

    /** @param container the name and host name of the container */
    static DoubleBackrestWorld in(String container, Path directory) throws IOException {
        sh("docker rm -f " + container + " >/dev/null 2>&1 || true; docker run -d --init --name " + container
                + " --hostname " + container + " --label slackwater.role=backrest debian:trixie-slim sleep infinity");
        return new DoubleBackrestWorld(container, directory, new BackrestDouble(directory.resolve("backrest")));
    }

    @Override
    void kill() throws Exception {
        sh("docker kill " + container);
        backrest.kill();
    }

    @Override
    void start() throws Exception {
        sh("docker start " + container);
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
        sh("docker rm -f " + container);
    }
}
