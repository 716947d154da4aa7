package io.slackwater.repository;

import io.slackwater.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * All repositories of the policy. Safe for use by several threads. A repository keeps its {@link Gate} while its
 * address stays the same.
 */
public final class Repositories implements PolicyRepositories {

    private static final Logger LOG = Logger.getLogger(Repositories.class);

    private final ResticPlaces places;
    private final Clock clock;
    private final Keys keys;
    private final OtherRestic other;
    private final Map<String, Gate> gates = new ConcurrentHashMap<>();
    private volatile Policy policy;
    private volatile Map<String, ResticRepository> byId;

    /**
     * Deletes temporary files that a crash left in the scratch and key directories. Only one instance may therefore use
     * these directories.
     */
    public Repositories(ResticPlaces places, Policy policy, Clock clock) {
        this(places, policy, clock, OtherRestic.NONE);
    }

    /**
     * Creates the repositories.
     *
     * @param other the other program that uses the same repositories
     */
    public Repositories(ResticPlaces places, Policy policy, Clock clock, OtherRestic other) {
        this.other = other;
        this.places = places;
        this.clock = clock;
        this.keys = new Keys(places.secrets(), clock);
        this.policy = policy;
        this.byId = build(policy);
        try {
            TemporaryFiles.sweep(places.scratch(), ReadBack.PREFIX);
            TemporaryFiles.sweep(places.scratch(), SpooledEntries.PREFIX);
            TemporaryFiles.sweep(places.scratch(), ResticRepository.PATTERNS);
            TemporaryFiles.sweep(places.scratch(), ReadyPipe.PREFIX);
            keys.sweep();
        } catch (IOException e) {
            LOG.warnf(
                    "cannot remove leftovers in %s or %s: %s", places.scratch(), keys.directory(), FileError.reason(e));
        }
    }

    /** Applies a changed policy. Work in progress continues with its old repository. */
    public void reload(Policy changed) {
        byId = build(changed);
        policy = changed;
    }

    private Map<String, ResticRepository> build(Policy from) {
        Map<String, ResticRepository> built = new LinkedHashMap<>();
        from.repositories()
                .forEach((id, one) -> built.put(
                        id,
                        new ResticRepository(
                                one,
                                from.limits(),
                                new Restic(places, one, keys.file(id)),
                                keys,
                                gate(one.uri()),
                                other,
                                clock)));
        return built;
    }

    private Gate gate(String uri) {
        return gates.computeIfAbsent(uri.replaceAll("/+$", ""), place -> new Gate());
    }

    /**
     * The repository with this name.
     *
     * @throws IllegalArgumentException the policy has no such repository
     */
    public Repository get(String id) {
        return find(id);
    }

    private ResticRepository find(String id) {
        ResticRepository repository = byId.get(id);
        if (repository == null) {
            throw new IllegalArgumentException(
                    "no repository has the name '" + id + "'; the policy has " + String.join(", ", byId.keySet()));
        }
        return repository;
    }

    /** The lock of a repository. Operations of Backrest take it too. */
    public Gate gate(Repository repository) {
        return gate(repository.policy().uri());
    }

    @Override
    public Optional<String> pinnedId(String id) throws RepositoryException {
        return get(id).pinned();
    }

    @Override
    public String open(String id) throws RepositoryException, InterruptedException {
        return get(id).open();
    }

    /** The size of a repository and the free space of its disk; empty for a remote or new repository. */
    public record Space(OptionalLong usedBytes, OptionalLong freeBytes) {
        static final Space UNKNOWN = new Space(OptionalLong.empty(), OptionalLong.empty());
    }

    public Space space(String id) {
        return find(id).space();
    }

    /**
     * Describes, without restic, which repository this is: its key, its recorded id, and the config and directories of
     * a local repository. The description changes when one of them is replaced or removed.
     */
    public String identitySigns(String id) {
        return find(id).signs().toString();
    }

    /** When the repository's key file was last changed; empty if the file cannot be read. */
    public Optional<Instant> keySince(String id) {
        try {
            return Optional.of(
                    Files.getLastModifiedTime(keys.file(get(id).id())).toInstant());
        } catch (IOException e) {
            LOG.debugf("the age of a key is not known repository=%s reason=%s", id, e);
            return Optional.empty();
        }
    }

    @Override
    public Map<String, String> environment(String id) throws RepositoryException {
        return Map.copyOf(ResticEnvironment.shared(ResticEnvironment.fileOf(get(id).policy())));
    }

    /**
     * The recovery kit of all repositories that have a key. The caller records its export in the journal.
     *
     * @param onHost translates a path in the sidecar to the host; empty when unknown
     */
    public RecoveryKit recoveryKit(Function<Path, Optional<Path>> onHost) throws RepositoryException {
        List<RecoveryKit.Entry> entries = new ArrayList<>();
        for (ResticRepository repository : byId.values()) {
            String id = repository.id();
            if (!keys.hasKey(id)) {
                continue;
            }
            try {
                entries.add(new RecoveryKit.Entry(
                        id,
                        repository.policy().uri(),
                        repository.policy().localPath().flatMap(onHost).map(Path::toString),
                        keys.pinned(id).orElse(""),
                        keys.read(id),
                        List.copyOf(
                                ResticEnvironment.fileOf(repository.policy()).keySet()),
                        repository
                                .policy()
                                .environment()
                                .map(file -> onHost.apply(file).orElse(file).toString())
                                .orElse("")));
            } catch (IOException e) {
                throw keys.unusable("repository " + id, e);
            }
        }
        return new RecoveryKit(policy.instance(), clock.instant(), entries);
    }
}
