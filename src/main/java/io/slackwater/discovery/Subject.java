package io.slackwater.discovery;

import io.slackwater.docker.Mount;
import java.nio.file.Path;

/** Something that coverage reports. */
public sealed interface Subject {

    /** The user's name for it. */
    String text();

    static String text(Mount mount) {
        String volume = mount.volume();
        if (mount.type() == Mount.Type.TMPFS) {
            return "tmpfs at " + mount.destination();
        }
        if (volume == null) {
            return "directory " + mount.source() + " at " + mount.destination();
        }
        boolean anonymous = volume.matches("[0-9a-f]{64}");
        return (anonymous ? "anonymous volume " + volume.substring(0, 12) : "volume " + volume) + " at "
                + mount.destination();
    }

    /** A service or container as a whole: {@code service db of project shop}. */
    record Whole(String text) implements Subject {}

    /** A database of the workload. */
    record Database(String name) implements Subject {
        @Override
        public String text() {
            return "database " + name;
        }
    }

    /** A dump of no database. Its name is one of the reserved names of dataset ids. */
    record Dump(String text) implements Subject {}

    /** A directory in the container, without a mount. */
    record Directory(String path) implements Subject {
        @Override
        public String text() {
            return "directory " + path + " in the container";
        }
    }

    /**
     * A mount of the container.
     *
     * @param dataset the id of the dataset that the mount would be
     */
    record Mounted(Mount mount, String dataset) implements Subject {
        @Override
        public String text() {
            return Subject.text(mount);
        }
    }

    /** @param count more than 1 for that many files in the directory */
    record Files(Path path, int count) implements Subject {
        @Override
        public String text() {
            return (count > 1 ? "files in " : "file ") + path;
        }
    }

    record Other(String text) implements Subject {}
}
