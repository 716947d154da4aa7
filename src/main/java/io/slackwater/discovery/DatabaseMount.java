package io.slackwater.discovery;

import io.slackwater.docker.Mount;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A mount with a database in it. A dump covers the database only, and not other files in the mount, such as uploads beside the
 * directory of a tablespace.
 *
 * @param directory the database's directory in the container
 * @param content whether the mount holds other files too
 * @param databases the database's directories on the host, all below the mount's root
 */
record DatabaseMount(String directory, Content content, List<Path> databases) {

    private static final Path OF_THE_FILE_SYSTEM = Path.of("lost+found");

    /** The content of the mount. */
    enum Content {
        /** Only the database. */
        DATABASE,
        /** The database and other files. */
        MORE,
        /** The mount's files are not visible here. */
        UNSEEN
    }

    DatabaseMount {
        databases = List.copyOf(databases);
    }

    /** The first of these directories in the container that is the mount, holds the mount or is a part of the mount. */
    static Optional<String> directory(Mount mount, Collection<String> directories) {
        Path at = Path.of(mount.destination()).normalize();
        return directories.stream()
                .filter(directory -> mount.type() != Mount.Type.TMPFS)
                .filter(directory -> {
                    Path data = Path.of(directory).normalize();
                    return at.startsWith(data) || data.startsWith(at) && at.getNameCount() > 0;
                })
                .findFirst();
    }

    /**
     * Empty for a mount without a database.
     *
     * @param directories of the database, in the container
     */
    static Optional<DatabaseMount> of(Mount mount, Collection<String> directories, HostView view) {
        Path at = Path.of(mount.destination()).normalize();
        List<Path> databases = directories.stream()
                .map(directory -> Path.of(directory).normalize())
                .filter(directory -> directory.startsWith(at))
                .map(mount::onHost)
                .distinct()
                .toList();
        boolean within = directories.stream().anyMatch(at::startsWith);
        return directory(mount, directories)
                .map(directory -> new DatabaseMount(
                        directory, within ? Content.DATABASE : content(mount.source(), databases, view), databases));
    }

    private static Content content(Path root, List<Path> databases, HostView view) {
        if (!view.sees(root) || !Files.isDirectory(root)) {
            return Content.UNSEEN;
        }
        try {
            return only(root, root, databases) ? Content.DATABASE : Content.MORE;
        } catch (DirectoryIteratorException | IOException e) {
            return Content.UNSEEN;
        }
    }

    private static boolean only(Path directory, Path root, List<Path> databases) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            for (Path child : children) {
                boolean ignored = databases.contains(child) || child.equals(root.resolve(OF_THE_FILE_SYSTEM));
                boolean way = databases.stream().anyMatch(database -> database.startsWith(child))
                        && Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS);
                if (!ignored && !(way && only(child, root, databases))) {
                    return false;
                }
            }
        }
        return true;
    }
}
