package io.slackwater.capture;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A temporary directory. Closing it deletes the directory with its content. Only the sidecar's user can read it. */
public record TemporaryFiles(Path path) implements Closeable {

    /** Creates a new directory below {@code parent}, and {@code parent} if it is missing. */
    public static TemporaryFiles create(Path parent, String prefix) throws IOException {
        Files.createDirectories(parent);
        return new TemporaryFiles(Files.createTempDirectory(parent, prefix));
    }

    /** Deletes the directories with this prefix that a killed process left behind. */
    public static void sweep(Path parent, String prefix) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(
                parent, path -> String.valueOf(path.getFileName()).startsWith(prefix))) {
            for (Path path : left) {
                new TemporaryFiles(path).close();
            }
        }
    }

    /** Deletes the directory. Idempotent. */
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
