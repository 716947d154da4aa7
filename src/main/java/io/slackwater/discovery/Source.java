package io.slackwater.discovery;

import java.nio.file.Path;
import java.util.List;

/** The data of a dataset. */
public sealed interface Source {

    /** The kind of service that captures and checks the data. */
    Kind kind();

    /** The format of the data, which a restore must understand. */
    String format();

    /**
     * A dump, stored as one file.
     *
     * @param part what is dumped: a database's name, or a reserved name such as {@code roles}
     * @param format also the ending of the file's name
     */
    record Stream(Kind kind, String part, String format) implements Source {}

    /**
     * A directory tree: the files of one mount.
     *
     * @param path the path on the host, and the same path in the sidecar
     * @param destination the path in the workload's container
     * @param excludes restic's exclude patterns, as absolute paths
     */
    record Tree(Kind kind, Path path, String destination, List<String> excludes) implements Source {

        /** The format of all trees. */
        public static final String FORMAT = "tree";

        /** The first characters of directories at the root of a tree that hold restored and old data beside the live ones. */
        public static final String BESIDE = ".slackwater-";

        public Tree {
            excludes = List.copyOf(excludes);
        }

        @Override
        public String format() {
            return FORMAT;
        }
    }
}
