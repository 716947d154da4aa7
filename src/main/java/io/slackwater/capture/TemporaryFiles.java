package io.slackwater.capture;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A temporary directory, deleted with its content when it is closed. Only the sidecar's user can read it. */
public record TemporaryFiles(Path path) implements Closeable {

    /** A new directory below {@code parent}, which is created when it is missing. */
    public static TemporaryFiles create(Path parent, String prefix) throws IOException {
        Files.createDirectories(parent);
        return new TemporaryFiles(Files.createTempDirectory(parent, prefix));
    }

    /** Removes the directories that a killed process left. */
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
            try (Stream<Path> content = Files.walk(path)) {
                for (Path one : content.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(one);
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
    }
}
