package io.slackwater.repository;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Removes stale locks from a local repository: those of dead restic processes of this container, and those of an idle program. Never
 * calls restic's {@code unlock}, which sends a SIGHUP to the process that has the lock's pid now.
 */
record StaleLocks(Restic restic, Duration idle, Clock clock) {

    /** A lock of this age belongs to a dead restic. */
    static final Duration DEAD = Duration.ofMinutes(30);

    /** Snapshots are listed in less than a second, thousands of files in a few. */
    private static final Duration LISTING = Duration.ofSeconds(5);

    private static final Duration LOOK = Duration.ofMillis(50);

    private static final Logger LOG = Logger.getLogger(StaleLocks.class);

    /** The present locks; empty for a remote repository. */
    Set<Path> there() throws IOException {
        return Set.copyOf(lockFiles());
    }

    /** restic's own rule (lock.go): a live restic renews its lock every five minutes. */
    private boolean isOld(JsonNode lock) {
        return made(lock)
                .filter(time -> time.isBefore(clock.instant().minus(DEAD)))
                .isPresent();
    }

    private static Optional<Instant> made(JsonNode lock) {
        try {
            return Optional.of(OffsetDateTime.parse(lock.path("time").asText()).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Removes the sidecar's own stale locks. */
    boolean remove() throws RepositoryException, InterruptedException, IOException {
        return remove(lock -> false, host -> false);
    }

    /**
     * Returns whether a lock was removed. Without a lock it runs no restic.
     *
     * @param over earlier locks: another program's lock among them is stale
     * @param others hosts of other programs; their locks are stale when they were not renewed
     */
    boolean remove(Predicate<Path> over, Predicate<String> others)
            throws RepositoryException, InterruptedException, IOException {
        boolean removed = false;
        for (Path lock : lockFiles()) {
            JsonNode content = read(lock.getFileName().toString());
            boolean other = others.test(content.path("hostname").asText());
            boolean dead =
                    isStale(content) || other && (isOld(content) || over.test(lock) && outlastsListing(lock, content));
            if (content.has("pid") && dead && Files.deleteIfExists(lock)) {
                removed = true;
                LOG.warnf(
                        "removed a stale lock repository=%s lock=%s pid=%s time=%s: that restic is dead",
                        restic.policy().id(), lock.getFileName(), content.path("pid"), content.path("time"));
            }
        }
        return removed;
    }

    /** Another program that lists snapshots reports no operation; its lock disappears by itself. */
    private boolean outlastsListing(Path lock, JsonNode content) throws InterruptedException {
        Duration age = made(content)
                .map(time -> Duration.between(time, clock.instant()))
                .orElse(Duration.ZERO);
        Duration left = LISTING.minus(age.isNegative() ? Duration.ZERO : age);
        for (; left.isPositive() && Files.exists(lock); left = left.minus(LOOK)) {
            Thread.sleep(LOOK);
        }
        return Files.exists(lock);
    }

    private List<Path> lockFiles() throws IOException {
        Optional<Path> locks =
                restic.policy().localPath().map(path -> path.resolve("locks")).filter(Files::isDirectory);
        if (locks.isEmpty()) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(locks.get())) {
            return entries.filter(entry -> entry.getFileName().toString().matches("[0-9a-f]{64}"))
                    .toList();
        }
    }

    /** Without fields when the lock is gone by now. */
    private JsonNode read(String id) throws RepositoryException, InterruptedException, IOException {
        JsonNode[] content = {MissingNode.getInstance()};
        ResticResult result = restic.run(new Restic.Call(
                "reading of a lock",
                List.of("cat", "lock", id, "--json", "--no-lock", "--no-cache"),
                ResticOutput.bytes(bytes -> content[0] = ResticLines.JSON.readTree(bytes)),
                idle));
        return result.exit() == ResticExit.OK ? content[0] : MissingNode.getInstance();
    }

    /** Whether the lock is the sidecar's own and stale. Locks of other machines, and locks whose process may be a restic, are kept. */
    private boolean isStale(JsonNode lock) throws IOException {
        if (!lock.path("hostname").asText().equals(HostName.ofThisMachine())) {
            return false;
        }
        long pid = lock.path("pid").asLong();
        return pid > 0 && !isRestic(pid);
    }

    /** A container reuses pids, so the process must be a restic. */
    private boolean isRestic(long pid) {
        Path comm = Path.of("/proc", Long.toString(pid), "comm");
        String name = Path.of(restic.places().restic()).getFileName().toString();
        try {
            String now = Files.readString(comm).strip();
            return now.equals("restic") || now.equals(name.substring(0, Math.min(15, name.length())));
        } catch (IOException gone) {
            return false;
        }
    }
}
