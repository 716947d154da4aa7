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

    /** A candidate with the draft it came from. */
    private record Owned(Draft draft, Candidate candidate) {}

    /**
     * @param services all in scope, protected or not, which may write to the same sources
     * @return the trees of each workload
     */
    Map<WorkloadId, List<Dataset>> assemble(List<Draft> drafts, List<Service> services)
            throws DockerException, InterruptedException {
        Map<Path, Owned> owners = owners(drafts);
        Map<Path, MountProof> proofs = prove(owners.keySet());
        Map<WorkloadId, List<Dataset>> trees = new HashMap<>();
        owners.forEach((source, owned) -> {
            WorkloadId id = owned.draft().id();
            Candidate candidate = owned.candidate();
            MountProof proof = proofs.getOrDefault(
                    source, new MountProof.Refuted(source + " was not judged", "look at Slackwater's log"));
            switch (proof) {
                case MountProof.Refuted refuted ->
                    coverage.mount(
                            Severity.ALARM,
                            id,
                            candidate.mount(),
                            candidate.id(),
                            "cannot prove that Slackwater sees its files: " + refuted.reason(),
                            refuted.remedy(),
                            Gap.OTHER);
                case MountProof.Proven proven -> {
                    others(owned, services);
                    trees.computeIfAbsent(id, none -> new ArrayList<>())
                            .add(candidate.dataset(
                                    id,
                                    owned.draft().plan().plan(),
                                    owned.draft().plan().because(),
                                    List.of(source + " is proved to be what the container sees")));
                }
            }
        });
        return trees;
    }

    private Map<Path, Owned> owners(List<Draft> drafts) {
        Map<Path, Draft> databases = new HashMap<>();
        for (Draft draft : drafts) {
            TreeFinder.databaseSources(draft.container(), draft.findings().directories())
                    .forEach(source -> databases.putIfAbsent(source, draft));
        }
        List<Owned> all = drafts.stream()
                .flatMap(draft -> draft.candidates().stream().map(candidate -> new Owned(draft, candidate)))
                .sorted(Comparator.comparing(
                                (Owned owned) -> !owned.candidate().mount().writable())
                        .thenComparing(owned -> owned.draft().id())
                        .thenComparing(owned -> owned.candidate().mount().destination()))
                .toList();
        Map<Path, Owned> owners = new LinkedHashMap<>();
        for (Owned owned : all) {
            Path source = owned.candidate().source();
            WorkloadId id = owned.draft().id();
            Mount mount = owned.candidate().mount();
            Draft database = databases.get(source);
            Owned first = owners.get(source);
            if (database != null && !owned.candidate().besideDatabase()) {
                coverage.mount(
                        Severity.NOTE,
                        id,
                        mount,
                        owned.candidate().id(),
                        database.findings().covers() + ": it holds the database files of " + database.id(),
                        database.findings().remedy(),
                        database.findings().gap());
            } else if (first != null) {
                coverage.mount(
                        Severity.NOTE,
                        id,
                        mount,
                        owned.candidate().id(),
                        "captured already, with " + first.draft().id() + " at "
                                + first.candidate().mount().destination(),
                        "nothing",
                        Gap.COVERED);
            } else {
                owners.put(source, owned);
            }
        }
        return owners;
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

    /** A freeze of one container keeps only that one from writing. */
    private void others(Owned owned, List<Service> services) {
        Candidate candidate = owned.candidate();
        boolean mustBeQuiet = candidate.method() == Method.FREEZE
                || (!candidate.chosen() && !candidate.mount().writable());
        if (!mustBeQuiet) {
            return;
        }
        Set<String> writers = new TreeSet<>();
        for (Service service : services) {
            for (Container container : service.containers()) {
                boolean other = !container.id().equals(candidate.container().id());
                if (other && container.running() && writes(container, candidate.source())) {
                    writers.add(Service.subject(container));
                }
            }
        }
        if (!writers.isEmpty()) {
            coverage.alarm(
                    owned.draft().id(),
                    TreeFinder.subject(candidate.mount()),
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
