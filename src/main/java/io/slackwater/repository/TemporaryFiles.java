package io.slackwater.repository;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** A temporary directory. Closing it deletes the directory with its content. Only the sidecar's user can read it. */
public record TemporaryFiles(Path path) implements Closeable {

    private static final Logger LOG = Logger.getLogger(TemporaryFiles.class);

    /** Creates a new directory below {@code parent}, and {@code parent} if it is missing. */
    public static TemporaryFiles create(Path parent, String prefix) throws IOException {
        Files.createDirectories(parent);
        return new TemporaryFiles(Files.createTempDirectory(parent, prefix));
    }

    /** Deletes the files and directories with this prefix that a killed process left behind. */
    public static void sweep(Path parent, String prefix) throws IOException {
        if (Files.exists(parent)) {
            try (DirectoryStream<Path> left = Files.newDirectoryStream(
                    parent, path -> String.valueOf(path.getFileName()).startsWith(prefix))) {
                deleteAll(left);
            }
        }
    }

    /**
     * Deletes the directory. Idempotent. Loss prevented: a file that cannot be deleted would fail a backup whose
     * snapshot is good.
     */
    @Override
    public void close() {
        try {
            if (Files.exists(path)) {
                delete(path);
            }
        } catch (IOException e) {
            LOG.warnf("temporary files were not deleted path=%s reason=%s", path, FileError.reason(e));
        }
    }

    /** Deletes as many of the paths as possible. Throws the first error at the end. */
    static void deleteAll(Iterable<Path> paths) throws IOException {
        List<IOException> errors = new ArrayList<>();
        for (Path path : paths) {
            try {
                delete(path);
            } catch (IOException e) {
                errors.add(e);
            }
        }
        if (!errors.isEmpty()) {
            throw errors.getFirst();
        }
    }

    private static void delete(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            // A restored directory has its own mode, which Slackwater may not be allowed to ignore.
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
                deleteAll(children);
            }
        }
        Files.delete(path);
    }
}
