package io.slackwater.repository;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Repairs a local repository whose {@code restic init} was killed. restic writes a key file first and the config last,
 * and later refuses to initialise where it finds a key file.
 */
final class BrokenInit {

    private static final Logger LOG = Logger.getLogger(BrokenInit.class);
    private static final Duration CLOCK_GRAIN = Duration.ofSeconds(2);

    private BrokenInit() {}

    /**
     * Deletes restic's key files of a killed init. Does so only if the repository has no config, data, index or
     * snapshot, and if this host created each key file after Slackwater created its own new key.
     *
     * @param newSince when Slackwater created the new key; empty for an older key
     */
    static void clear(Path repository, Optional<FileTime> newSince) throws IOException {
        Path keys = repository.resolve("keys");
        if (newSince.isEmpty() || !Files.isDirectory(keys) || Files.exists(repository.resolve("config"))) {
            return;
        }
        for (String part : List.of("data", "index", "snapshots")) {
            if (holdsFiles(repository.resolve(part))) {
                return;
            }
        }
        Instant since = newSince.get().toInstant().minus(CLOCK_GRAIN);
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(keys)) {
            for (Path file : files) {
                if (!madeHereSince(file, since)) {
                    return;
                }
                found.add(file);
            }
        }
        for (Path file : found) {
            Files.delete(file);
            LOG.infof("removed %s, which a killed restic init left behind", file);
        }
    }

    private static boolean holdsFiles(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> entries = Files.walk(directory)) {
            return entries.anyMatch(entry -> !Files.isDirectory(entry));
        }
    }

    /**
     * Whether this host created the key file after that time. A key file is JSON with {@code created} and {@code
     * hostname} (restic documentation, "Design", "Keys, Encryption and MAC").
     */
    private static boolean madeHereSince(Path file, Instant since) {
        try {
            JsonNode key = ResticLines.JSON.readTree(Files.readAllBytes(file));
            Instant created = OffsetDateTime.parse(key.path("created").asText()).toInstant();
            return !created.isBefore(since) && key.path("hostname").asText().equals(HostName.ofThisMachine());
        } catch (IOException | DateTimeParseException e) {
            LOG.debugf("%s is no key file of Slackwater: %s", file, e.getMessage());
            return false;
        }
    }
}
