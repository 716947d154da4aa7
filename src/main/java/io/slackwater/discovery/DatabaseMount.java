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

/**
 * A mount with a database in it. A dump covers the database only, and not other files in the mount, such as uploads beside the
 * directory of a tablespace.
 *
 * @param content whether the mount holds other files too
 * @param databases the database's directories on the host, all below the mount's root
 */
record DatabaseMount(Content content, List<Path> databases) {

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

    /** @param directories of the database, in the container; at least one overlaps with the mount */
    static DatabaseMount of(Mount mount, Collection<String> directories, HostView view) {
        Path at = Path.of(mount.destination()).normalize();
        Path root = mount.source().normalize();
        List<Path> data =
                directories.stream().map(Path::of).map(Path::normalize).toList();
        List<Path> databases = data.stream()
                .filter(directory -> directory.startsWith(at))
                .map(directory -> root.resolve(at.relativize(directory)).normalize())
                .distinct()
                .toList();
        if (data.stream().anyMatch(at::startsWith)) {
            return new DatabaseMount(Content.DATABASE, databases);
        }
        if (!view.sees(root) || !Files.isDirectory(root)) {
            return new DatabaseMount(Content.UNSEEN, databases);
        }
        try {
            return new DatabaseMount(only(root, root, databases) ? Content.DATABASE : Content.MORE, databases);
        } catch (DirectoryIteratorException | IOException e) {
            return new DatabaseMount(Content.UNSEEN, databases);
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
