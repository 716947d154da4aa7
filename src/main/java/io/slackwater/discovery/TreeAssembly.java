package io.slackwater.discovery;

import io.slackwater.discovery.MountRules.Refusal;
import io.slackwater.discovery.Uncovered.Gap;
import io.slackwater.discovery.Uncovered.Severity;
import io.slackwater.docker.Container;
import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.Mount;
import io.slackwater.docker.MountProof;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Turns the mounts that may be backed up into datasets. Stores each path on the host once, and only if it is proved to
 * hold the container's data. Alarms when another running container writes to it.
 */
record TreeAssembly(Docker docker, MountProver prover, Coverage coverage) {

    /**
     * Creates the datasets.
     *
     * @param services all services, protected or not, because they may write to the same paths
     * @return the datasets of each workload
     */
    Map<WorkloadId, List<Dataset>> assemble(List<Draft> drafts, List<Candidate> all, List<Service> services)
            throws DockerException, InterruptedException {
        Map<Path, Candidate> candidates = bySource(drafts, all);
        Map<Path, MountProof> proofs = prove(candidates.keySet());
        Map<WorkloadId, List<Dataset>> trees = new HashMap<>();
        candidates.forEach((source, candidate) -> {
            switch (Objects.requireNonNull(proofs.get(source))) {
                case MountProof.Refuted refuted ->
                    report(
                            candidate,
                            Refusal.alarm(
                                    "cannot prove that Slackwater sees its files: " + refuted.reason(),
                                    refuted.remedy()));
                case MountProof.Proven _ -> {
                    reportWriters(candidate, services);
                    trees.computeIfAbsent(candidate.draft().id(), none -> new ArrayList<>())
                            .add(candidate.dataset());
                }
            }
        });
        return trees;
    }

    private void report(Candidate candidate, Refusal why) {
        coverage.add(candidate.draft().id(), candidate.subject(), why);
    }

    /** Chooses one mount for each path on the host. A writable mount takes precedence. */
    private Map<Path, Candidate> bySource(List<Draft> drafts, List<Candidate> all) {
        Map<Path, Draft> databases = new HashMap<>();
        drafts.forEach(draft -> draft.databaseSources().forEach(source -> databases.putIfAbsent(source, draft)));
        Map<Path, Candidate> candidates = new LinkedHashMap<>();
        all.stream()
                .sorted(Comparator.comparing(
                                (Candidate candidate) -> !candidate.mount().writable())
                        .thenComparing(candidate -> candidate.draft().id())
                        .thenComparing(candidate -> candidate.mount().destination()))
                .forEach(candidate -> {
                    Path source = candidate.mount().source();
                    Draft database = databases.get(source);
                    Candidate first = candidates.get(source);
                    if (database != null && !candidate.besideDatabase()) {
                        report(candidate, database.findings().covers("the files of " + database.id()));
                    } else if (first != null) {
                        report(
                                candidate,
                                new Refusal(
                                        Severity.NOTE,
                                        "already backed up with "
                                                + first.draft().id() + " at "
                                                + first.mount().destination(),
                                        "nothing",
                                        Gap.COVERED));
                    } else {
                        candidates.put(source, candidate);
                    }
                });
        return candidates;
    }

    private Map<Path, MountProof> prove(Set<Path> sources) throws DockerException, InterruptedException {
        if (sources.isEmpty()) {
            return Map.of();
        }
        try {
            return prover.prove(sources);
        } catch (DockerException e) {
            Execs.throwIfAway(docker, e);
            // Dumps need no proof, so a helper that cannot run does not affect them.
            MountProof none = new MountProof.Refuted(
                    String.valueOf(e.getMessage()), "check that Docker can start Slackwater's helper container");
            return sources.stream().collect(Collectors.toMap(source -> source, source -> none));
        }
    }

    /**
     * Alarms when another running container writes to a path that must not change during the copy. A pause of one
     * container does not stop the others.
     */
    private void reportWriters(Candidate candidate, List<Service> services) {
        boolean mustBeQuiet = candidate.dataset().method() == Method.FREEZE
                || (!candidate.chosen() && !candidate.mount().writable());
        if (!mustBeQuiet) {
            return;
        }
        Set<String> writers = services.stream()
                .flatMap(service -> service.containers().stream())
                .filter(other -> other.running()
                        && !other.id().equals(candidate.draft().container().id())
                        && writes(other, candidate.mount().source()))
                .map(Service::subject)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!writers.isEmpty()) {
            coverage.alarm(
                    candidate.draft().id(),
                    candidate.subject(),
                    "the copy may be inconsistent: " + String.join(", ", writers) + " can write to this mount and "
                            + (writers.size() == 1 ? "is" : "are") + " not paused with its container",
                    "mount it read-only there; or, if its files never change after they were written, set the label"
                            + " slackwater.method: \"hot\"");
        }
    }

    private static boolean writes(Container container, Path source) {
        return container.mounts().stream()
                .filter(mount -> mount.type() != Mount.Type.TMPFS && mount.writable())
                .anyMatch(mount -> mount.source().equals(source));
    }
}
