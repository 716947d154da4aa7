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
 * A mount that contains a database's directory. The dump covers the database, but no other files of the mount, such as
 * uploads beside it.
 *
 * @param directory the database's directory in the container
 * @param content what else the mount contains
 * @param databases the database's directories on the host, all below the mount's root
 */
record DatabaseMount(String directory, Content content, List<Path> databases) {

    private static final Path OF_THE_FILE_SYSTEM = Path.of("lost+found");

    /** The content of the mount. */
    enum Content {
        /** The mount contains only the database. */
        DATABASE,
        /** The mount contains the database and other files. */
        MORE,
        /** The sidecar cannot see the mount's files. */
        UNSEEN
    }

    DatabaseMount {
        databases = List.copyOf(databases);
    }

    /** The first of these directories in the container that overlaps the mount: equal, above or below it. */
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
     * Examines a mount. Empty for a mount without a database.
     *
     * @param directories the database's directories in the container
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
