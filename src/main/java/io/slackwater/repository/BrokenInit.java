package io.slackwater.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Repairs a local repository whose {@code restic init} was killed. restic writes a key file first and the config last.
 * It later refuses to initialise where it finds a key file.
 */
final class BrokenInit {

    private static final Logger LOG = Logger.getLogger(BrokenInit.class);

    private BrokenInit() {}

    /**
     * Moves restic's key files of a killed init to another directory. Does nothing if config, data, index or snapshots
     * exist, and deletes no key file. Loss prevented: a repository with data would lose its keys.
     */
    static void clear(Path repository) throws IOException {
        for (String part : List.of("config", "data", "index", "snapshots")) {
            if (holdsFiles(repository.resolve(part))) {
                return;
            }
        }
        Path keys = repository.resolve("keys");
        if (holdsFiles(keys)) {
            Path aside = Files.createTempDirectory(repository, "killed-init-").resolve("keys");
            Files.move(keys, aside);
            LOG.infof("moved the keys of a killed restic init to %s", aside);
        }
    }

    private static boolean holdsFiles(Path path) throws IOException {
        if (!Files.exists(path)) {
            return false;
        }
        try (Stream<Path> entries = Files.walk(path)) {
            return entries.anyMatch(entry -> !Files.isDirectory(entry));
        }
    }
}
