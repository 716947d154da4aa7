package io.slackwater.repository;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A dataset to store. */
public sealed interface StoreRequest {

    String dataset();

    String run();

    /**
     * A dump that restic reads through curl from the stream endpoint.
     *
     * @param fileName without a directory
     * @param headerFile a file for curl's {@code --header @file} with the endpoint's token
     */
    record Stream(String dataset, String run, String fileName, URI url, Path headerFile) implements StoreRequest {}

    /** Files below host paths. */
    record Tree(String dataset, String run, List<Path> paths, List<String> excludes) implements StoreRequest {

        public Tree {
            paths = List.copyOf(paths);
            excludes = List.copyOf(excludes);
        }
    }
}
