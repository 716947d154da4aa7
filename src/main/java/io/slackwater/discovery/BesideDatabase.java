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
 * Tells a mount that holds only a database from one that holds other files too: a tablespace's directory among uploads. The dump covers
 * the first one only. Looks at the names on the way from the mount's root to the database's directories.
 *
 * @param content what the mount holds
 * @param databases the database's directories on the host, all below the mount's root
 */
record BesideDatabase(Content content, List<Path> databases) {

    private static final Path OF_THE_FILE_SYSTEM = Path.of("lost+found");

    /** What a mount holds. */
    enum Content {
        /** Only the database. */
        DATABASE,
        /** Other files beside the database. */
        MORE,
        /** The mount's files are not visible here. */
        UNSEEN
    }

    BesideDatabase {
        databases = List.copyOf(databases);
    }

    /** @param directories of the database, in the container; at least one overlaps with the mount */
    static BesideDatabase of(Mount mount, Collection<String> directories, HostView view) {
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
            return new BesideDatabase(Content.DATABASE, databases);
        }
        if (!view.sees(root) || !Files.isDirectory(root)) {
            return new BesideDatabase(Content.UNSEEN, databases);
        }
        try {
            return new BesideDatabase(only(root, root, databases) ? Content.DATABASE : Content.MORE, databases);
        } catch (DirectoryIteratorException | IOException e) {
            return new BesideDatabase(Content.UNSEEN, databases);
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
