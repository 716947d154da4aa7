package io.slackwater.repository;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A temporary directory. Closing it deletes the directory with its content. Only the sidecar's user can read it. */
public record TemporaryFiles(Path path) implements Closeable {

    /** Creates a new directory below {@code parent}, and {@code parent} if it is missing. */
    public static TemporaryFiles create(Path parent, String prefix) throws IOException {
        Files.createDirectories(parent);
        return new TemporaryFiles(Files.createTempDirectory(parent, prefix));
    }

    /** Deletes the directories with this prefix that a killed process left behind. */
    public static void sweep(Path parent, String prefix) throws IOException {
        if (Files.exists(parent)) {
            try (DirectoryStream<Path> left = Files.newDirectoryStream(
                    parent, path -> String.valueOf(path.getFileName()).startsWith(prefix))) {
                for (Path path : left) {
                    delete(path);
                }
            }
        }
    }

    /** Deletes the directory. Idempotent. */
    @Override
    public void close() throws IOException {
        if (Files.exists(path)) {
            delete(path);
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
