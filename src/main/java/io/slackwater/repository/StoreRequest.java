package io.slackwater.repository;

import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** A dataset to store. */
public sealed interface StoreRequest {

    String dataset();

    String run();

    /** Whether only Slackwater's own restic can store this. */
    default boolean ownRestic() {
        return false;
    }

    /**
     * A dump. restic reads it by curl from Slackwater's internal port.
     *
     * @param fileName the file's name in the snapshot, without a directory
     * @param headerFile a file with the port's token, for curl's {@code --header @file}
     */
    record Stream(String dataset, String run, String fileName, URI url, Path headerFile) implements StoreRequest {}

    /**
     * The files below paths on the host.
     *
     * @param pass which snapshot is made, and from which one restic takes unchanged files
     */
    record Tree(String dataset, String run, List<Path> paths, List<String> excludes, TreeRead pass)
            implements StoreRequest {

        public Tree {
            paths = List.copyOf(paths);
            excludes = List.copyOf(excludes);
        }

        /** A read in one pass. */
        public Tree(String dataset, String run, List<Path> paths, List<String> excludes) {
            this(dataset, run, paths, excludes, TreeRead.ONLY);
        }

        @Override
        public boolean ownRestic() {
            return !pass.equals(TreeRead.ONLY);
        }
    }

    /**
     * A copy of a hot snapshot without some files.
     *
     * @param files absolute paths as {@code restic ls} lists them. Other files with similar names may be left out too
     */
    record Without(String dataset, String run, String snapshot, Collection<String> files) implements StoreRequest {

        @Override
        public boolean ownRestic() {
            return true;
        }
    }
}
