package io.slackwater.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A temporary directory, deleted with its content when it is closed. Only the sidecar's user can read it. */
public record TemporaryFiles(Path path) implements Closeable {

    /** A new directory below {@code parent}, which is created when it is missing. */
    public static TemporaryFiles create(Path parent, String prefix) throws IOException {
        Files.createDirectories(parent);
        return new TemporaryFiles(Files.createTempDirectory(parent, prefix));
    }

    /** Removes those that were left behind. */
    public static void sweep(Path parent, String prefix) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(
                parent, path -> String.valueOf(path.getFileName()).startsWith(prefix))) {
            for (Path path : left) {
                new TemporaryFiles(path).close();
            }
        }
    }

    /** Idempotent. */
    @Override
    public void close() throws IOException {
        if (Files.exists(path)) {
            Files.walkFileTree(path, new Removal());
        }
    }

    private static final class Removal extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
