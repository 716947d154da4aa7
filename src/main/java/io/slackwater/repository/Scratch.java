package io.slackwater.repository;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Directories for restored files that are read once. They hold users' data and must not stay. */
final class Scratch {

    static final String PREFIX = "readback-";
    private static final Logger LOG = Logger.getLogger(Scratch.class);

    private Scratch() {}

    /** Deletes a directory; a failure is added to the current failure, or logged. */
    static void delete(Path directory, @Nullable Throwable earlier) {
        try {
            delete(directory);
        } catch (IOException e) {
            if (earlier != null) {
                earlier.addSuppressed(e);
            }
            LOG.errorf("%s holds restored files and cannot be deleted: %s. Delete it.", directory, e.getMessage());
        }
    }

    /** Deletes the leftovers of a crash. Call it before any read-back. */
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

    private static void delete(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                // Restored directories have their own modes, and we may not be allowed to ignore them.
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) || Files.isReadable(file)) {
                    throw failure;
                }
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
                delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
