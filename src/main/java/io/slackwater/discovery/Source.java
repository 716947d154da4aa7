package io.slackwater.discovery;

import java.nio.file.Path;
import java.util.List;

/** What exactly is captured for a dataset. */
public sealed interface Source {

    /** A stream has one flat file in its snapshot; a tree has the mount's host path. */
    default boolean isStream() {
        return !(this instanceof Tree);
    }

    /** The roles and other globals of a PostgreSQL cluster. */
    record PostgresRoles() implements Source {}

    /** One database of a PostgreSQL cluster. */
    record PostgresDatabase(String name) implements Source {}

    /** The whole content of a Redis or Valkey server. */
    record RedisRdb() implements Source {}

    /**
     * The configuration of a Compose project, as one tar file.
     *
     * @param rules which files belong into it
     */
    record ProjectConfig(String project, ConfigRules rules) implements Source {

        /** With no other rules than the general one. */
        public ProjectConfig(String project) {
            this(project, ConfigRules.NONE);
        }
    }

    /**
     * The files under one mount.
     *
     * @param path the mount's real source path on the host, the same path here
     * @param destination where the workload sees it
     * @param excludes restic exclude patterns, absolute
     */
    record Tree(Path path, String destination, List<String> excludes) implements Source {

        public Tree {
            excludes = List.copyOf(excludes);
        }
    }
}
