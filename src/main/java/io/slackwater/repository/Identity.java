package io.slackwater.repository;

import io.slackwater.policy.RepositoryPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a repository's identity by its restic id, and initialises the repository at its first use. After a crash,
 * the next call continues from the state of the key files:
 *
 * <pre>
 * nothing ──mark──► new, no key ──key──► new, key ──init──► new, key, repository ──pin──► pinned
 *                                                           key without mark: brought by the user, pinned as found
 * </pre>
 *
 * Safe for use by several threads.
 */
final class Identity {

    private static final Logger LOG = Logger.getLogger(Identity.class);
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final Restic restic;
    private final RepositoryPolicy policy;
    private final Keys keys;
    private final @Nullable LocalDisk disk;
    private final Clock clock;
    private final Duration idle;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Proof proof;

    /** @param signs the signs of the proved repository */
    private record Proof(String id, Instant at, Signs signs) {}

    /**
     * What identifies a repository without restic.
     *
     * @param recorded the recorded restic id; empty before the first use, or if it cannot be read
     * @param config the fingerprint of a local repository's config; empty if the repository is not local
     * @param missing the missing directories of a local repository
     */
    record Signs(boolean key, Optional<String> recorded, String config, List<String> missing) {}

    Identity(Restic restic, RepositoryPolicy policy, Keys keys, @Nullable LocalDisk disk, Clock clock, Duration idle) {
        this.restic = restic;
        this.policy = policy;
        this.keys = keys;
        this.disk = disk;
        this.clock = clock;
        this.idle = idle;
    }

    /**
     * The restic id. Starts restic only if the id was verified more than a minute ago, or the recorded id or the local
     * files changed.
     */
    String prove() throws RepositoryException, InterruptedException {
        lock.lockInterruptibly();
        try {
            Proof known = proof;
            if (known != null && stillHolds(known)) {
                return known.id();
            }
            proof = null;
            // Read before restic reads it, because the repository may be replaced meanwhile.
            String config = config();
            String id = find();
            Signs signs = new Signs(true, Optional.of(id), config.isEmpty() ? config() : config, List.of());
            proof = new Proof(id, clock.instant(), signs);
            return id;
        } catch (IOException e) {
            throw keys.unusable(restic.named(), e);
        } finally {
            lock.unlock();
        }
    }

    /** The recorded restic id; empty before the first use. */
    Optional<String> pinned() throws RepositoryException {
        try {
            return keys.pinned(policy.id());
        } catch (IOException e) {
            throw keys.unusable(restic.named(), e);
        }
    }

    private boolean stillHolds(Proof known) {
        return !known.at().plus(FRESH).isBefore(clock.instant()) && signs().equals(known.signs());
    }

    /** Reads the signs of the repository as it is now. */
    Signs signs() {
        Optional<String> recorded;
        try {
            recorded = keys.pinned(policy.id());
        } catch (IOException e) {
            LOG.debugf("the recorded id cannot be read repository=%s reason=%s", policy.id(), FileError.reason(e));
            recorded = Optional.empty();
        }
        return new Signs(keys.hasKey(policy.id()), recorded, config(), disk == null ? List.of() : disk.missingParts());
    }

    private String config() {
        return disk == null ? "" : disk.fingerprint();
    }

    private String find() throws RepositoryException, InterruptedException, IOException {
        Optional<String> pinned = keys.pinned(policy.id());
        if (pinned.isPresent()) {
            return requirePinned(pinned.get());
        }
        boolean isNew = keys.isNew(policy.id());
        boolean brought = keys.hasKey(policy.id()) && !isNew;
        if (!brought) {
            if (!isNew) {
                requireNothingThere();
            }
            keys.make(policy.id());
        }
        String id = askOrInitialise(brought);
        keys.pin(policy.id(), id);
        LOG.infof("pinned repository=%s id=%s", policy.id(), id);
        return id;
    }

    private String requirePinned(String pinned) throws RepositoryException, InterruptedException, IOException {
        if (!keys.hasKey(policy.id())) {
            throw failure(Failure.KEY_MISSING, "its key file " + keys.file(policy.id()) + " is missing");
        }
        List<String> missing = disk == null ? List.of() : disk.missingParts();
        if (!missing.isEmpty()) {
            throw failure(Failure.DAMAGED, "parts of it are missing: " + String.join(", ", missing));
        }
        String id = ask(restic);
        if (!id.equals(pinned)) {
            throw failure(
                    Failure.OTHER_REPOSITORY,
                    "this is another repository: its id is " + id + ", but the recorded id is " + pinned);
        }
        keys.settle(policy.id());
        return id;
    }

    /**
     * Ensures that no repository exists at the address. Loss prevented: a repository whose key is missing would be
     * initialised again. The secrets directory may just not be mounted.
     */
    private void requireNothingThere() throws RepositoryException, InterruptedException, IOException {
        if (disk != null) {
            disk.requireRoom();
        }
        Path probe = keys.probe();
        try {
            String id = ask(restic.with(probe));
            throw failure(Failure.OTHER_REPOSITORY, "repository " + id + " opens with any key");
        } catch (RepositoryException e) {
            switch (e.failure()) {
                case NO_REPOSITORY -> LOG.infof("repository=%s is new: making its key", policy.id());
                case WRONG_KEY ->
                    throw failure(
                            Failure.KEY_MISSING,
                            "a repository exists, but its key file " + keys.file(policy.id()) + " is missing");
                default -> throw e;
            }
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    /**
     * Reads the id, and initialises a new repository if none exists.
     *
     * @param brought whether the user supplied the key; Slackwater initialises a repository only for a key that it
     *      created
     */
    private String askOrInitialise(boolean brought) throws RepositoryException, InterruptedException, IOException {
        try {
            return ask(restic);
        } catch (RepositoryException e) {
            if (e.failure() != Failure.NO_REPOSITORY) {
                throw e;
            }
            if (brought) {
                throw failure(
                        Failure.NO_REPOSITORY,
                        "a key file " + keys.file(policy.id())
                                + " exists, but no repository. Slackwater creates a repository only for its own new key");
            }
            initialise();
            return ask(restic);
        }
    }

    private void initialise() throws RepositoryException, InterruptedException, IOException {
        if (disk != null) {
            disk.requireRoom();
            BrokenInit.clear(disk.path());
        }
        restic.run(new Restic.Call("init", List.of("init", "--json"), ResticOutput.events(event -> {}), idle))
                .orThrow();
    }

    /** The id in the repository's config. */
    private String ask(Restic withKey) throws RepositoryException, InterruptedException, IOException {
        String[] id = {""};
        withKey.run(new Restic.Call(
                        "identity check",
                        List.of("cat", "config", "--json", "--no-lock", "--no-cache"),
                        ResticOutput.bytes(bytes -> id[0] =
                                ResticLines.JSON.readTree(bytes).path("id").asText("")),
                        idle))
                .orThrow();
        if (id[0].isEmpty()) {
            throw failure(Failure.DAMAGED, "its config has no id");
        }
        return id[0];
    }

    private RepositoryException failure(Failure failure, String what) {
        return RepositoryException.of(failure, restic.named() + ": " + what);
    }
}
