package io.slackwater.discovery;

import io.slackwater.docker.Mount;
import java.nio.file.Path;

/** The object of a report about missing backups. */
public sealed interface Subject {

    /** The thing's name for the user. */
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

    /** A whole service or container, such as {@code service db of project shop}. */
    record Whole(String text) implements Subject {}

    /**
     * A database of the workload.
     *
     * @param dataset the id that the database's dataset would have
     */
    record Database(String name, String dataset) implements Subject {
        @Override
        public String text() {
            return "database " + name;
        }
    }

    /** A dump that is no database, such as {@code roles}. */
    record Dump(String text) implements Subject {}

    /** A directory in the container that is on no mount. */
    record Directory(String path) implements Subject {
        @Override
        public String text() {
            return "directory " + path + " in the container";
        }
    }

    /**
     * A mount of the container.
     *
     * @param dataset the id that the mount's dataset would have
     */
    record Mounted(Mount mount, String dataset) implements Subject {
        @Override
        public String text() {
            return Subject.text(mount);
        }
    }

    /**
     * Files on the host.
     *
     * @param path a file, or a directory when {@code count} is more than 1
     * @param count the number of files
     */
    record Files(Path path, int count) implements Subject {
        @Override
        public String text() {
            return (count > 1 ? "files in " : "file ") + path;
        }
    }

    record Other(String text) implements Subject {}
}
