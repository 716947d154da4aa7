package io.slackwater.run;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Throw-away directories for files that a check must open. Whatever a crash left is removed at start. */
public final class Scratch {

    private final Path root;

    public Scratch(Path root) {
        this.root = root;
    }

    /** Removes leftovers. */
    public void sweep() throws IOException {
        if (Files.isDirectory(root)) {
            delete(root);
        }
    }

    Directory open() throws IOException {
        Files.createDirectories(root);
        return new Directory(Files.createTempDirectory(root, "check-"));
    }

    record Directory(Path path) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            delete(path);
        }
    }

    private static void delete(Path tree) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
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
