package io.slackwater.repository;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A dataset to store. */
public sealed interface StoreRequest {

    String dataset();

    String run();

    /**
     * A dump. restic reads it by curl from Slackwater's internal port.
     *
     * @param fileName the file's name in the snapshot, without a directory
     * @param headerFile a file with the port's token, for curl's {@code --header @file}
     */
    record Stream(String dataset, String run, String fileName, URI url, Path headerFile) implements StoreRequest {}

    /** The files below paths on the host. */
    record Tree(String dataset, String run, List<Path> paths, List<String> excludes) implements StoreRequest {

        public Tree {
            paths = List.copyOf(paths);
            excludes = List.copyOf(excludes);
        }
    }
}
