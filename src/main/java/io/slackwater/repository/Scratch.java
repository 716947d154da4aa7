package io.slackwater.repository;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Manages directories for restored files that are read once. They contain users' data, so they must be deleted. */
final class Scratch {

    static final String PREFIX = "readback-";
    private static final Logger LOG = Logger.getLogger(Scratch.class);

    private Scratch() {}

    /** Deletes a directory. Adds an error to {@code earlier}, or logs it. */
    static void delete(Path directory, @Nullable Throwable earlier) {
        try {
            delete(directory);
        } catch (IOException e) {
            if (earlier != null) {
                earlier.addSuppressed(e);
            }
            LOG.errorf(
                    "%s contains restored files and cannot be deleted: %s. Delete the directory.",
                    directory, FileError.reason(e));
        }
    }

    /** Deletes directories that a crash left behind. Call it before the first read-back. */
    static void sweep(Path scratch) throws IOException {
        if (!Files.isDirectory(scratch)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(scratch, PREFIX + "*")) {
            for (Path directory : left) {
                delete(directory);
            }
        }
    }

    private static void delete(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            // A restored directory has its own mode, which Slackwater may not be allowed to ignore.
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
                for (Path child : children) {
                    delete(child);
                }
            }
        }
        Files.delete(path);
    }
}
