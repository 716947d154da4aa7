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
 * Removes stale restic locks from a local repository. These are locks of dead restic processes in this container, and
 * locks of an idle Backrest. Never calls {@code restic unlock}, which sends SIGHUP to the process that now has the
 * lock's process id.
 */
record StaleLocks(Restic restic, Duration idle, Clock clock) {

    /** A lock of this age belongs to a dead restic. */
    static final Duration DEAD = Duration.ofMinutes(30);

    private static final Logger LOG = Logger.getLogger(StaleLocks.class);

    /** The present lock files; empty for a remote repository. */
    Set<Path> there() throws IOException {
        return Set.copyOf(lockFiles());
    }

    /**
     * Whether a live restic would have renewed the lock. restic renews its lock every five minutes (restic's lock.go).
     */
    private boolean isOld(JsonNode lock) {
        try {
            Instant made = OffsetDateTime.parse(lock.path("time").asText()).toInstant();
            return made.isBefore(clock.instant().minus(DEAD));
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    /** Removes stale locks of this container. Returns whether a lock was removed. */
    boolean remove() throws RepositoryException, InterruptedException, IOException {
        return remove(lock -> false, host -> false);
    }

    /**
     * Removes stale locks. Returns whether a lock was removed. Does not start restic if there are no locks.
     *
     * @param over the locks that are stale if they belong to Backrest
     * @param others whether a host name is Backrest's; its locks are also stale when they are old
     */
    boolean remove(Predicate<Path> over, Predicate<String> others)
            throws RepositoryException, InterruptedException, IOException {
        boolean removed = false;
        for (Path lock : lockFiles()) {
            JsonNode content = read(lock.getFileName().toString());
            boolean other = others.test(content.path("hostname").asText());
            boolean dead = isStale(content) || other && (isOld(content) || over.test(lock));
            if (content.has("pid") && dead && Files.deleteIfExists(lock)) {
                removed = true;
                LOG.warnf(
                        "removed a stale lock of a dead restic repository=%s lock=%s pid=%s time=%s",
                        restic.policy().id(), lock.getFileName(), content.path("pid"), content.path("time"));
            }
        }
        return removed;
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

    /** The content of a lock. A missing node if the lock no longer exists. */
    private JsonNode read(String id) throws RepositoryException, InterruptedException, IOException {
        JsonNode[] content = {MissingNode.getInstance()};
        ResticResult result = restic.run(new Restic.Call(
                "reading of a lock",
                List.of("cat", "lock", id, "--json", "--no-lock", "--no-cache"),
                ResticOutput.bytes(bytes -> content[0] = ResticLines.JSON.readTree(bytes)),
                idle));
        return result.exit() == ResticExit.OK ? content[0] : MissingNode.getInstance();
    }

    /**
     * Whether the lock is stale and belongs to this container. Keeps locks of other hosts, and locks whose process may
     * be a restic.
     */
    private boolean isStale(JsonNode lock) throws IOException {
        if (!lock.path("hostname").asText().equals(HostName.ofThisMachine())) {
            return false;
        }
        long pid = lock.path("pid").asLong();
        return pid > 0 && !isRestic(pid);
    }

    /** Whether the process with this id is a restic. Another process may have got the id of a dead restic. */
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
