package io.slackwater.kind.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Slackwater's own files that belong to a project's configuration, and those that no snapshot may contain. */
public interface ConfigSources {

    /**
     * A file to store.
     *
     * @param name in the tar: relative, without {@code ..}
     */
    record ConfigFile(String name, Path path) {}

    /**
     * The policy file, a copy of the journal and the like. Called once for each capture.
     *
     * @param scratch an empty directory for copies, removed afterwards
     */
    List<ConfigFile> files(Path scratch) throws IOException;

    /** Files and directories with keys and tokens: nothing of them is ever stored. */
    List<Path> never();
}
