package io.slackwater.docker;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a path in Slackwater's container is the same directory as on the host. A helper container mounts the host
 * path, and both must see the same device and inode. A symbolic link, or an NFS volume that is not mounted here, fails.
 * One helper checks all paths with {@code stat}. A proof is valid for ten minutes while device and inode stay the same;
 * a refutation for one minute. Safe for use by several threads.
 */
public final class MountProbe {

    private static final Logger LOG = Logger.getLogger(MountProbe.class);
    private static final String PROBE = "/probe/";
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration PROVEN = Duration.ofMinutes(10);
    private static final Duration REFUTED = Duration.ofMinutes(1);

    private final Helpers helpers;
    private final boolean backrest;
    private final Clock clock;
    private final Map<Path, Answer> answers = new ConcurrentHashMap<>();

    /**
     * Creates a probe.
     *
     * @param backrest whether Backrest reads the files too, so that remedies also name its mounts
     */
    public MountProbe(Helpers helpers, boolean backrest, Clock clock) {
        this.helpers = helpers;
        this.backrest = backrest;
        this.clock = clock;
    }

    /** Starts helper containers. */
    @FunctionalInterface
    public interface Helpers {
        HelperContainer start(HelperRequest request) throws DockerException, InterruptedException;
    }

    /** A cached result. Valid while Slackwater sees the same device and inode. */
    private record Answer(MountProof ours, MountProof proof, Instant at) {

        boolean holds(MountProof now, Instant at) {
            Duration age = Duration.between(this.at, at).abs();
            return ours.equals(now) && age.compareTo(proof instanceof MountProof.Proven ? PROVEN : REFUTED) < 0;
        }
    }

    /**
     * Proves or refutes each path.
     *
     * @param sources absolute paths on the host, as Docker reports them for mounts
     * @return one result for each path, in order
     * @throws DockerException no helper container could run
     */
    public Map<Path, MountProof> prove(Collection<Path> sources) throws DockerException, InterruptedException {
        Instant now = clock.instant();
        Map<Path, MountProof> proofs = new LinkedHashMap<>();
        Map<Path, MountProof.Proven> asked = new LinkedHashMap<>();
        for (Path source : sources) {
            MountProof here = here(source);
            Answer answer = answers.get(source);
            if (answer != null && answer.holds(here, now)) {
                proofs.put(source, answer.proof());
            } else if (proofs.put(source, here) == null && here instanceof MountProof.Proven mine) {
                asked.put(source, mine);
            }
        }
        if (!asked.isEmpty()) {
            proofs.putAll(there(asked));
            asked.forEach(
                    (source, mine) -> answers.put(source, new Answer(mine, proofs.getOrDefault(source, mine), now)));
        }
        answers.keySet().retainAll(proofs.keySet());
        return proofs;
    }

    /** Device and inode of the path as this process sees them. */
    private MountProof here(Path source) {
        try {
            Path real = source.toRealPath();
            if (!real.equals(source.normalize())) {
                return new MountProof.Refuted(
                        source + " is reached through a symbolic link, to " + real
                                + ": restic would store the link and not the files",
                        "Write the real path into the compose file: " + real);
            }
            return new MountProof.Proven(
                    number(Files.getAttribute(source, "unix:dev", LinkOption.NOFOLLOW_LINKS)),
                    number(Files.getAttribute(source, "unix:ino", LinkOption.NOFOLLOW_LINKS)));
        } catch (NoSuchFileException e) {
            return new MountProof.Refuted(
                    source + " is not mounted into Slackwater's container",
                    mountIt(source) + ". If the host has no " + source
                            + ", restore it, or remove it from the compose file");
        } catch (IOException e) {
            // The message of an AccessDeniedException is only the path.
            String reason = e instanceof AccessDeniedException ? "permission denied" : e.getMessage();
            return new MountProof.Refuted(
                    source + " cannot be read: " + reason,
                    "Give Slackwater the capability DAC_READ_SEARCH, and mount the path: " + mountIt(source));
        }
    }

    private static long number(Object attribute) {
        return ((Number) attribute).longValue();
    }

    private Map<Path, MountProof> there(Map<Path, MountProof.Proven> asked)
            throws DockerException, InterruptedException {
        try {
            return helper(asked);
        } catch (DockerException.Invalid e) {
            if (asked.size() == 1) {
                Path source = asked.keySet().iterator().next();
                return Map.of(
                        source,
                        new MountProof.Refuted(
                                source + " exists in Slackwater's container, but Docker cannot mount it from the host: "
                                        + e.getMessage(),
                                "Another directory is mounted there. " + mountIt(source)));
            }
        }
        // A single bad path prevents the common helper, so each path is checked with its own helper.
        Map<Path, MountProof> all = new LinkedHashMap<>();
        for (Map.Entry<Path, MountProof.Proven> one : asked.entrySet()) {
            all.putAll(there(Map.ofEntries(one)));
        }
        return all;
    }

    private Map<Path, MountProof> helper(Map<Path, MountProof.Proven> asked)
            throws DockerException, InterruptedException {
        List<String> binds = new ArrayList<>();
        List<String> argv = new ArrayList<>(List.of("stat", "-c", "%n %d %i"));
        for (Path source : asked.keySet()) {
            String name = PROBE + binds.size();
            binds.add(source + ":" + name + ":ro");
            argv.add(name);
        }
        HelperContainer helper = helpers.start(new HelperRequest("probe", binds, List.of("DAC_READ_SEARCH")));
        try {
            ExecResult result = helper.exec(new ExecCommand(argv, Map.of(), ""), LIMIT);
            Map<String, MountProof.Proven> seen = result.stdout()
                    .lines()
                    .map(line -> line.strip().split(" "))
                    .filter(words -> words.length == 3)
                    .collect(Collectors.toMap(
                            words -> words[0],
                            words -> new MountProof.Proven(Long.parseLong(words[1]), Long.parseLong(words[2]))));
            Map<Path, MountProof> proofs = new LinkedHashMap<>();
            asked.forEach((source, mine) ->
                    proofs.put(source, proof(source, mine, seen.get(PROBE + proofs.size()), result.stderr())));
            return proofs;
        } finally {
            // The start of Slackwater waits for the proofs. A removal takes a quarter of a second.
            Thread.ofVirtual().name("probe-removal").start(() -> remove(helper));
        }
    }

    private static void remove(HelperContainer helper) {
        try {
            helper.close();
        } catch (DockerException e) {
            LOG.warnf("a helper container stays until the next start of Slackwater reason=%s", e.getMessage());
        }
    }

    private MountProof proof(Path source, MountProof.Proven mine, MountProof.@Nullable Proven host, String error) {
        if (host == null) {
            return new MountProof.Refuted(
                    source + " cannot be read in a helper container: " + error.strip(), "Check the path on the host");
        }
        return host.equals(mine)
                ? host
                : new MountProof.Refuted(
                        source + " is another directory in Slackwater's container (device " + mine.device()
                                + ", inode " + mine.inode() + ") than on the host (device " + host.device()
                                + ", inode " + host.inode() + ")",
                        mountIt(source));
    }

    /**
     * The instruction to mount the path. Setup writes the propagation mode into {@code .env} where Docker refuses
     * {@code rslave}.
     */
    private String mountIt(Path source) {
        return "Add to Slackwater's volumes in the compose file" + (backrest ? ", and to Backrest's" : "") + ": - "
                + source + ":" + source + ":ro,${SLACKWATER_PROPAGATION:-rslave}";
    }
}
