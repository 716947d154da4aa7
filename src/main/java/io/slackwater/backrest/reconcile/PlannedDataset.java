package io.slackwater.backrest.reconcile;

import java.nio.file.Path;
import java.util.List;

/** A dataset that needs a plan in Backrest. Immutable. */
public sealed interface PlannedDataset {

    /** The dataset's id, also the plan's. */
    String id();

    /** The name of its repository in the policy. */
    String repository();

    /**
     * A dump that Backrest's restic reads from Slackwater's stream endpoint.
     *
     * @param fileName without a directory
     */
    record Stream(String id, String repository, String fileName) implements PlannedDataset {}

    /** Files below host paths; Backrest mounts them at the same paths. */
    record Tree(String id, String repository, List<Path> paths, List<String> excludes) implements PlannedDataset {

        public Tree {
            paths = List.copyOf(paths);
            excludes = List.copyOf(excludes);
        }
    }
}
