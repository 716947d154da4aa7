package io.slackwater.discovery;

import java.nio.file.Path;
import java.util.List;

/** The data that a dataset captures. */
public sealed interface Source {

    /** The kind that captures and checks it. */
    Kind kind();

    /** The format that a restore must understand. */
    String format();

    /**
     * A dump, stored as one flat file.
     *
     * @param part the dumped part: a database's name, or a kind's own name such as {@code roles}
     * @param format the suffix of the file
     */
    record Stream(Kind kind, String part, String format) implements Source {}

    /**
     * The files under one mount.
     *
     * @param path the mount's real source path on the host, the same path here
     * @param destination where the workload sees it
     * @param excludes restic exclude patterns, absolute
     */
    record Tree(Kind kind, Path path, String destination, List<String> excludes) implements Source {

        /** The format in verdicts. */
        public static final String FORMAT = "tree";

        public Tree {
            excludes = List.copyOf(excludes);
        }

        @Override
        public String format() {
            return FORMAT;
        }
    }
}
