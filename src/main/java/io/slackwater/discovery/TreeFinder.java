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

/** Goes through the mounts of one workload: decides which of them become trees, and reports the others. Pure. */
final class TreeFinder {

    /**
     * The rules for the mounts of all workloads.
     *
     * @param plain the kind of every mount that no other kind claims
     */
    record Rules(Kind plain, MountRules mounts, NeverFrozen never, HostView view) {}

    private final Rules rules;
    private final Service service;
    private final Container container;
    private final KindProfile kind;
    private final Labels labels;
    private final PlanChoice plan;
    private final InspectionResult findings;
    private final Coverage coverage;

    /**
     * @param findings of the kind: its dumps, the directories that they cover, and its data directory
     * @param coverage receives every refusal
     */
    TreeFinder(
            Rules rules,
            Service service,
            KindProfile kind,
            Labels labels,
            PlanChoice plan,
            InspectionResult findings,
            Coverage coverage) {
        this.rules = rules;
        this.service = service;
        this.container = service.container();
        this.kind = kind;
        this.labels = labels;
        this.plan = plan;
        this.findings = findings;
        this.coverage = coverage;
    }

    List<Candidate> find() {
        List<Mount> mounts = sorted(container);
        List<Candidate> candidates =
                mounts.stream().flatMap(mount -> find(mount).stream()).toList();
        reportUnmatched(mounts);
        reportMissingHome();
        return candidates;
    }

    private Optional<Candidate> find(Mount mount) {
        Optional<String> database = findings.directories().stream()
                .filter(directory -> overlap(mount, directory))
                .findFirst();
        Optional<DatabaseMount> shared = database.filter(_ -> mount.type() != Mount.Type.TMPFS)
                .map(_ -> DatabaseMount.of(mount, findings.directories(), rules.view()));
        Optional<DatabaseMount.Content> content = shared.map(DatabaseMount::content);
        Optional<MountRules.Refusal> refusal = rules.mounts().refusal(container, mount, labels.include());
        if (content.equals(Optional.of(DatabaseMount.Content.DATABASE))) {
            report(
                    Severity.NOTE,
                    mount,
                    findings.covers() + ": it holds the database's directory " + database.orElse(""),
                    findings.remedy(),
                    findings.gap());
        } else if (labels.exclude().match(mount.destination())) {
            report(Severity.NOTE, mount, "left out by the label slackwater.volumes.exclude", "nothing", Gap.LEFT_OUT);
        } else if (!labels.include().isEmpty() && !labels.include().match(mount.destination())) {
            report(Severity.NOTE, mount, "not named by the label slackwater.volumes.include", "nothing", Gap.LEFT_OUT);
        } else if (content.equals(Optional.of(DatabaseMount.Content.UNSEEN))) {
            report(
                    Severity.ALARM,
                    mount,
                    "it holds the database's directory " + database.orElse("")
                            + ", and whether it holds other files, which no dump covers, cannot be seen",
                    HostView.mount(mount.source()) + "; or, when it holds nothing else, leave it out:"
                            + " slackwater.volumes.exclude: \"" + mount.destination() + "\"",
                    Gap.OTHER);
        } else if (refusal.isPresent()) {
            MountRules.Refusal why = refusal.get();
            report(why.severity(), mount, why.reason(), why.remedy(), Gap.OTHER);
        } else {
            return candidate(mount, shared);
        }
        return Optional.empty();
    }

    private void report(Severity severity, Mount mount, String reason, String remedy, Gap gap) {
        coverage.add(new Uncovered(severity, service.id(), new Subject.Mounted(mount, id(mount)), reason, remedy, gap));
    }

    private String id(Mount mount) {
        return home(mount)
                .map(home -> DatasetIds.own(service.id(), home.name()))
                .orElseGet(() -> DatasetIds.tree(service.id(), mount.destination()));
    }

    private Optional<Candidate> candidate(Mount mount, Optional<DatabaseMount> shared) {
        List<String> because = new ArrayList<>(List.of(subject(mount) + " belongs to it"));
        List<String> excludes = new ArrayList<>();
        for (Path database : shared.map(DatabaseMount::databases).orElse(List.of())) {
            excludes.add(pattern(database));
            because.add("without " + database + ": the dump covers the database's files");
        }
        Optional<DataHome> home = home(mount);
        for (DataHome.Exclude exclude : home.map(DataHome::excludes).orElse(List.of())) {
            inside(mount, home.get().path() + "/" + exclude.directory()).ifPresent(directory -> {
                String names = exclude.pattern().isEmpty() ? "" : "/" + exclude.pattern();
                excludes.add(pattern(directory) + names);
                because.add("without " + directory + names + ": " + exclude.what());
            });
        }
        for (OwnPaths.Place place : rules.mounts().below(mount)) {
            excludes.add(pattern(place.path()));
            because.add("without " + place.path() + ": " + place.what() + " never goes into a backup");
            coverage.note(
                    service.id(),
                    new Subject.Other(place.path().toString()),
                    place.what() + " below " + subject(mount) + ", which never goes into a backup",
                    "nothing: it is left out by rule");
        }
        Optional<Method> chosen = kind.ofServers() ? Optional.empty() : labels.method();
        Optional<String> hot = home.flatMap(DataHome::hot)
                .or(() -> mount.writable()
                        ? Optional.empty()
                        : Optional.of(
                                "it is mounted read-only, so freezing this container would not stop the writers"));
        Method method = chosen.orElse(hot.isPresent() ? Method.HOT : Method.FREEZE);
        Optional<String> forbidden = method == Method.FREEZE ? rules.never().reason(container) : Optional.empty();
        if (forbidden.isPresent()) {
            report(
                    Severity.ALARM,
                    mount,
                    "its container is never paused: " + forbidden.get(),
                    "if its files never change once written, slackwater.method: \"hot\" copies them without a pause",
                    Gap.OTHER);
            return Optional.empty();
        }
        because.add("method " + method.word() + ": "
                + (chosen.isPresent()
                        ? "by the label slackwater.method"
                        : hot.orElse("its files may change while they are read")));
        return Optional.of(new Candidate(
                service,
                plan,
                mount,
                id(mount),
                // Files beside the data of the kind are checked as plain files.
                home.isPresent() ? kind.kind() : rules.plain(),
                method,
                chosen.isPresent(),
                shared.isPresent(),
                excludes,
                because));
    }

    /** The kind's own data directory, when this mount holds that directory. */
    private Optional<DataHome> home(Mount mount) {
        return findings.home()
                .filter(home -> holder(home.path()).filter(mount::equals).isPresent());
    }

    /** The mount that a path of the container is on: the deepest. */
    private Optional<Mount> holder(String path) {
        return container.mounts().stream()
                .filter(mount -> Path.of(path).startsWith(mount.destination()))
                .max(Comparator.comparingInt(mount -> mount.destination().length()));
    }

    private void reportMissingHome() {
        findings.home()
                .map(DataHome::path)
                .filter(path -> holder(path)
                        .filter(mount -> mount.type() != Mount.Type.TMPFS)
                        .isEmpty())
                .ifPresent(path -> coverage.alarm(
                        service.id(),
                        new Subject.Directory(path),
                        "its data are on no volume: they are lost with the container, and no backup sees them",
                        "mount a volume at " + path));
    }

    private void reportUnmatched(List<Mount> mounts) {
        List<String> destinations = mounts.stream().map(Mount::destination).toList();
        String there =
                destinations.isEmpty() ? "it has no mounts" : "its mounts are " + String.join(", ", destinations);
        for (String pattern : labels.include().without(destinations)) {
            coverage.alarm(
                    service.id(),
                    new Subject.Directory(pattern),
                    "label slackwater.volumes.include names " + pattern + ", where nothing is mounted",
                    there
                            + Nearest.to(pattern, destinations)
                                    .map(near -> "; did you mean " + near + "?")
                                    .orElse(""));
        }
        for (String pattern : labels.exclude().without(destinations)) {
            coverage.note(
                    service.id(),
                    new Subject.Directory(pattern),
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
