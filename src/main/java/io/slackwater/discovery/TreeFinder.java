package io.slackwater.discovery;

import io.slackwater.discovery.Uncovered.Gap;
import io.slackwater.discovery.Uncovered.Severity;
import io.slackwater.docker.Container;
import io.slackwater.docker.Mount;
import io.slackwater.policy.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Goes through the mounts of one workload and says which of them become trees, and why the others do not. Pure. */
final class TreeFinder {

    private final Kind plain;
    private final MountRules rules;
    private final NeverFrozen never;

    private final HostView view;

    /** @param plain the kind of files that are not the own data of another kind */
    TreeFinder(Kind plain, MountRules rules, NeverFrozen never, HostView view) {
        this.plain = plain;
        this.rules = rules;
        this.never = never;
        this.view = view;
    }

    /**
     * @param dump the kind's findings: its dumps, the directories that they cover, and its data directory
     * @param coverage receives every refusal
     */
    List<Candidate> find(
            WorkloadId workload,
            Container container,
            KindProfile kind,
            Labels labels,
            InspectionResult dump,
            Coverage coverage) {
        List<Candidate> candidates = new ArrayList<>();
        List<Mount> mounts = sorted(container);
        for (Mount mount : mounts) {
            String id =
                    Candidate.id(workload, mount, home(dump, container, mount).map(DataHome::name));
            Optional<String> database = dump.directories().stream()
                    .filter(directory -> overlap(mount, directory))
                    .findFirst();
            Optional<MountRules.Refusal> refusal = rules.refusal(container, mount, labels.include());
            Optional<BesideDatabase> beside = database.filter(_ -> mount.type() != Mount.Type.TMPFS)
                    .map(_ -> BesideDatabase.of(mount, dump.directories(), view));
            if (database.isPresent()
                    && beside.filter(one -> one.content() == BesideDatabase.Content.DATABASE)
                            .isPresent()) {
                coverage.mount(
                        Severity.NOTE,
                        workload,
                        mount,
                        id,
                        dump.covers() + ": it holds the database's directory " + database.get(),
                        dump.remedy(),
                        dump.gap());
            } else if (labels.exclude().match(mount.destination())) {
                leftOut(workload, mount, id, "left out by the label slackwater.volumes.exclude", coverage);
            } else if (!labels.include().isEmpty() && !labels.include().match(mount.destination())) {
                leftOut(workload, mount, id, "not named by the label slackwater.volumes.include", coverage);
            } else if (beside.filter(one -> one.content() == BesideDatabase.Content.UNSEEN)
                    .isPresent()) {
                coverage.mount(
                        Severity.ALARM,
                        workload,
                        mount,
                        id,
                        "it holds the database's directory " + database.orElse("")
                                + ", and whether it holds other files, which no dump covers, cannot be seen",
                        HostView.mount(mount.source()) + "; or, when it holds nothing else, leave it out:"
                                + " slackwater.volumes.exclude: \"" + mount.destination() + "\"",
                        Gap.OTHER);
            } else if (refusal.isPresent()) {
                MountRules.Refusal why = refusal.get();
                coverage.mount(why.severity(), workload, mount, id, why.reason(), why.remedy(), Gap.OTHER);
            } else {
                candidate(workload, container, mount, kind, labels, dump, beside, coverage)
                        .ifPresent(candidates::add);
            }
        }
        unmatched(workload, labels, mounts, coverage);
        homeless(workload, dump, container, coverage);
        return candidates;
    }

    private static void leftOut(WorkloadId workload, Mount mount, String id, String reason, Coverage coverage) {
        coverage.mount(Severity.NOTE, workload, mount, id, reason, "nothing", Gap.LEFT_OUT);
    }

    private Optional<Candidate> candidate(
            WorkloadId workload,
            Container container,
            Mount mount,
            KindProfile kind,
            Labels labels,
            InspectionResult findings,
            Optional<BesideDatabase> beside,
            Coverage coverage) {
        List<String> because = new ArrayList<>(List.of(subject(mount) + " belongs to it"));
        List<String> excludes = new ArrayList<>();
        for (Path database : beside.map(BesideDatabase::databases).orElse(List.of())) {
            excludes.add(pattern(database));
            because.add("without " + database + ": the dump covers the database's files");
        }
        boolean chosen = !kind.ofServers() && labels.method().isPresent();
        Method method = chosen ? labels.method().orElseThrow() : Method.FREEZE;
        String how = chosen ? "by the label slackwater.method" : "its files may change while they are read";
        Optional<DataHome> home = home(findings, container, mount);
        Optional<String> own = home.map(DataHome::name);
        for (DataHome.Exclude exclude : home.map(DataHome::excludes).orElse(List.of())) {
            inside(mount, home.get().path() + "/" + exclude.directory()).ifPresent(directory -> {
                excludes.add(pattern(directory) + (exclude.pattern().isEmpty() ? "" : "/" + exclude.pattern()));
                because.add("without " + directory + (exclude.pattern().isEmpty() ? "" : "/" + exclude.pattern()) + ": "
                        + exclude.what());
            });
        }
        Optional<String> hot = chosen ? Optional.empty() : home.flatMap(DataHome::hot);
        if (hot.isPresent()) {
            method = Method.HOT;
            how = hot.get();
        }
        if (!chosen && method == Method.FREEZE && !mount.writable()) {
            method = Method.HOT;
            how = "it is mounted read-only, so freezing this container would not stop the writers";
        }
        for (OwnPaths.Place place : rules.below(mount)) {
            excludes.add(pattern(place.path()));
            because.add("without " + place.path() + ": " + place.what() + " never goes into a backup");
            coverage.note(
                    workload,
                    place.path().toString(),
                    place.what() + " below " + subject(mount) + ", which never goes into a backup",
                    "nothing: it is left out by rule");
        }
        Optional<String> forbidden = method == Method.FREEZE ? never.reason(container) : Optional.empty();
        if (forbidden.isPresent()) {
            coverage.mount(
                    Severity.ALARM,
                    workload,
                    mount,
                    Candidate.id(workload, mount, own),
                    "its container is never paused: " + forbidden.get(),
                    "if its files never change once written, slackwater.method: \"hot\" copies them without a pause",
                    Gap.OTHER);
            return Optional.empty();
        }
        because.add("method " + method.word() + ": " + how);
        // What lies beside the data of its kind is checked as plain files.
        Kind content = own.isPresent() ? kind.kind() : plain;
        return Optional.of(
                new Candidate(container, mount, own, content, method, chosen, beside.isPresent(), excludes, because));
    }

    /** The kind's own data directory, when this mount holds that directory. */
    private static Optional<DataHome> home(InspectionResult findings, Container container, Mount mount) {
        return findings.home()
                .filter(home ->
                        holder(container, home.path()).filter(mount::equals).isPresent());
    }

    /** The mount that a path of the container is on: the deepest. */
    private static Optional<Mount> holder(Container container, String path) {
        return container.mounts().stream()
                .filter(mount -> Path.of(path).startsWith(mount.destination()))
                .max(Comparator.comparingInt(mount -> mount.destination().length()));
    }

    private static void homeless(
            WorkloadId workload, InspectionResult findings, Container container, Coverage coverage) {
        findings.home()
                .map(DataHome::path)
                .filter(path -> holder(container, path)
                        .filter(mount -> mount.type() != Mount.Type.TMPFS)
                        .isEmpty())
                .ifPresent(path -> coverage.alarm(
                        workload,
                        "directory " + path + " in the container",
                        "its data are on no volume: they are lost with the container, and no backup sees them",
                        "mount a volume at " + path));
    }

    private static void unmatched(WorkloadId workload, Labels labels, List<Mount> mounts, Coverage coverage) {
        List<String> destinations = mounts.stream().map(Mount::destination).toList();
        String there =
                destinations.isEmpty() ? "it has no mounts" : "its mounts are " + String.join(", ", destinations);
        for (String pattern : labels.include().without(destinations)) {
            coverage.alarm(
                    workload,
                    pattern,
                    "label slackwater.volumes.include names " + pattern + ", where nothing is mounted",
                    there
                            + Nearest.to(pattern, destinations)
                                    .map(near -> "; did you mean " + near + "?")
                                    .orElse(""));
        }
        for (String pattern : labels.exclude().without(destinations)) {
            coverage.note(
                    workload,
                    pattern,
                    "label slackwater.volumes.exclude names " + pattern + ", where nothing is mounted",
                    there);
        }
    }

    /** The user's name for the mount. */
    static String subject(Mount mount) {
        String volume = mount.volume();
        if (mount.type() == Mount.Type.TMPFS) {
            return "tmpfs at " + mount.destination();
        }
        if (volume == null) {
            return "directory " + mount.source() + " at " + mount.destination();
        }
        boolean anonymous = volume.matches("[0-9a-f]{64}");
        return (anonymous ? "anonymous volume " + volume.substring(0, 12) : "volume " + volume) + " at "
                + mount.destination();
    }

    static List<Mount> sorted(Container container) {
        return container.mounts().stream()
                .sorted(Comparator.comparing(Mount::destination))
                .toList();
    }

    /** Where {@code path} of the container lies on the host, if this mount holds it. */
    private static Optional<Path> inside(Mount mount, String path) {
        Path at = Path.of(path).normalize();
        Path destination = Path.of(mount.destination()).normalize();
        return at.startsWith(destination)
                ? Optional.of(mount.source().normalize().resolve(destination.relativize(at)))
                : Optional.empty();
    }

    /** The mount is the directory, holds it, or is a part of it. */
    private static boolean overlap(Mount mount, String directory) {
        Path at = Path.of(mount.destination()).normalize();
        Path data = Path.of(directory).normalize();
        return at.startsWith(data) || (data.startsWith(at) && at.getNameCount() > 0);
    }

    /** A path as a restic exclude pattern (Go's {@code filepath.Match}). */
    private static String pattern(Path path) {
        return path.toString().replaceAll("([\\\\*?\\[])", "\\\\$1");
    }

    /** Sources under the database directories of this container: no workload may copy them. */
    static Set<Path> databaseSources(Container container, Set<String> directories) {
        Set<Path> sources = new LinkedHashSet<>();
        for (Mount mount : container.mounts()) {
            if (mount.type() != Mount.Type.TMPFS && directories.stream().anyMatch(d -> overlap(mount, d))) {
                sources.add(mount.source().normalize());
            }
        }
        return sources;
    }
}
