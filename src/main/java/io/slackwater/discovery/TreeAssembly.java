package io.slackwater.discovery;

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
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes tree datasets out of all candidates together: each source once, each proved, and not written by other containers. */
final class TreeAssembly {

    private final Docker docker;
    private final MountProver prover;
    private final Coverage coverage;

    TreeAssembly(Docker docker, MountProver prover, Coverage coverage) {
        this.docker = docker;
        this.prover = prover;
        this.coverage = coverage;
    }

    /**
     * @param services all in scope, protected or not, which may write to the same sources
     * @return the trees of each workload
     */
    Map<WorkloadId, List<Dataset>> assemble(List<Draft> drafts, List<Service> services)
            throws DockerException, InterruptedException {
        Map<Path, Candidate> candidates = bySource(drafts);
        Map<Path, MountProof> proofs = prove(candidates.keySet());
        Map<WorkloadId, List<Dataset>> trees = new HashMap<>();
        candidates.forEach((source, candidate) -> {
            MountProof proof = proofs.getOrDefault(
                    source, new MountProof.Refuted(source + " was not judged", "look at Slackwater's log"));
            switch (proof) {
                case MountProof.Refuted refuted ->
                    report(
                            Severity.ALARM,
                            candidate,
                            "cannot prove that Slackwater sees its files: " + refuted.reason(),
                            refuted.remedy(),
                            Gap.OTHER);
                case MountProof.Proven proven -> {
                    reportWriters(candidate, services);
                    trees.computeIfAbsent(candidate.workload(), none -> new ArrayList<>())
                            .add(candidate.dataset());
                }
            }
        });
        return trees;
    }

    private void report(Severity severity, Candidate candidate, String reason, String remedy, Gap gap) {
        coverage.add(new Uncovered(severity, candidate.workload(), candidate.subject(), reason, remedy, gap));
    }

    /** One candidate for each source: the first one that can write to it. */
    private Map<Path, Candidate> bySource(List<Draft> drafts) {
        Map<Path, Draft> databases = new HashMap<>();
        for (Draft draft : drafts) {
            TreeFinder.databaseSources(draft.container(), draft.findings().directories())
                    .forEach(source -> databases.putIfAbsent(source, draft));
        }
        List<Candidate> all = drafts.stream()
                .flatMap(draft -> draft.candidates().stream())
                .sorted(Comparator.comparing(
                                (Candidate candidate) -> !candidate.mount().writable())
                        .thenComparing(Candidate::workload)
                        .thenComparing(candidate -> candidate.mount().destination()))
                .toList();
        Map<Path, Candidate> candidates = new LinkedHashMap<>();
        for (Candidate candidate : all) {
            Draft database = databases.get(candidate.source());
            Candidate first = candidates.get(candidate.source());
            if (database != null && !candidate.besideDatabase()) {
                report(
                        Severity.NOTE,
                        candidate,
                        database.findings().covers() + ": it holds the database files of " + database.id(),
                        database.findings().remedy(),
                        database.findings().gap());
            } else if (first != null) {
                report(
                        Severity.NOTE,
                        candidate,
                        "captured already, with " + first.workload() + " at "
                                + first.mount().destination(),
                        "nothing",
                        Gap.COVERED);
            } else {
                candidates.put(candidate.source(), candidate);
            }
        }
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
                    String.valueOf(e.getMessage()), "see that Slackwater can start its helper container");
            return sources.stream().collect(Collectors.toMap(source -> source, source -> none));
        }
    }

    /** A freeze of one container does not stop the others. */
    private void reportWriters(Candidate candidate, List<Service> services) {
        boolean mustBeQuiet = candidate.method() == Method.FREEZE
                || (!candidate.chosen() && !candidate.mount().writable());
        if (!mustBeQuiet) {
            return;
        }
        Set<String> writers = new TreeSet<>();
        for (Service service : services) {
            for (Container container : service.containers()) {
                boolean other =
                        !container.id().equals(candidate.service().container().id());
                if (other && container.running() && writes(container, candidate.source())) {
                    writers.add(Service.subject(container));
                }
            }
        }
        if (!writers.isEmpty()) {
            coverage.alarm(
                    candidate.workload(),
                    candidate.subject(),
                    "copied, but not consistent: " + String.join(", ", writers) + " can write to it and "
                            + (writers.size() == 1 ? "is" : "are") + " not frozen with it",
                    "mount it read-only there; or, when its files never change once written, say so by the label"
                            + " slackwater.method: \"hot\"");
        }
    }

    private static boolean writes(Container container, Path source) {
        return container.mounts().stream()
                .filter(mount -> mount.type() != Mount.Type.TMPFS && mount.writable())
                .anyMatch(mount -> mount.source().normalize().equals(source));
    }
}
