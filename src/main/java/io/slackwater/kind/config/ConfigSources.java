package io.slackwater.kind.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Supplies Slackwater's own files for the tar of a project's configuration, and the paths of its secrets. */
public interface ConfigSources {

    /**
     * A file to store.
     *
     * @param name the name in the tar: relative, without {@code ..}
     */
    record ConfigFile(String name, Path path) {}

    /**
     * The files to store, such as the policy file and a copy of the journal. Called once for each capture.
     *
     * @param scratch an empty directory for copies; the caller removes it afterwards
     */
    List<ConfigFile> files(Path scratch) throws IOException;

    /** Files and directories with keys and tokens. No snapshot may contain them. */
    List<Path> never();
}
