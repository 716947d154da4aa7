package io.slackwater.discovery;

import io.slackwater.discovery.DatabaseMount.Content;
import io.slackwater.discovery.MountRules.Refusal;
import io.slackwater.discovery.Uncovered.Gap;
import io.slackwater.discovery.Uncovered.Severity;
import io.slackwater.docker.Container;
import io.slackwater.docker.Mount;
import io.slackwater.policy.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Decides which mounts of a workload are backed up as files, and reports the others. Stateless. */
record TreeFinder(Rules rules, Draft draft, Coverage coverage) {

    /**
     * The rules for the mounts of all workloads.
     *
     * @param plain the kind of a mount that belongs to no service's data directory
     */
    record Rules(Kind plain, MountRules mounts, NeverFrozen never, HostView view) {}

    List<Candidate> find() {
        List<Mount> mounts = sorted(draft.container());
        List<Candidate> candidates = new ArrayList<>();
        for (Mount mount : mounts) {
            Optional<DatabaseMount> database =
                    DatabaseMount.of(mount, draft.findings().directories(), rules.view());
            refusal(mount, database)
                    .ifPresentOrElse(
                            why -> coverage.add(draft.id(), new Subject.Mounted(mount, id(mount)), why),
                            () -> candidates.add(candidate(mount, database)));
        }
        reportUnmatched(mounts);
        reportMissingHome();
        return candidates;
    }

    /** Why a mount is not backed up as files; empty when it is. */
    private Optional<Refusal> refusal(Mount mount, Optional<DatabaseMount> database) {
        Labels labels = draft.labels();
        String destination = mount.destination();
        Optional<Content> content = database.map(DatabaseMount::content);
        String directory = database.map(DatabaseMount::directory).orElse("");
        if (content.equals(Optional.of(Content.DATABASE))) {
            return Optional.of(draft.findings().covers("the data directory " + directory));
        }
        if (labels.exclude().match(destination)) {
            return Optional.of(new Refusal(
                    Severity.NOTE, "excluded by the label slackwater.volumes.exclude", "nothing", Gap.LEFT_OUT));
        }
        if (!labels.include().isEmpty() && !labels.include().match(destination)) {
            return Optional.of(new Refusal(
                    Severity.NOTE, "not named by the label slackwater.volumes.include", "nothing", Gap.LEFT_OUT));
        }
        if (content.equals(Optional.of(Content.UNSEEN))) {
            return Optional.of(Refusal.alarm(
                    "the mount holds the data directory " + directory
                            + ", and Slackwater cannot see whether it also holds files that no dump covers",
                    HostView.mount(mount.source()) + "; or, if the mount holds nothing else, exclude it:"
                            + " slackwater.volumes.exclude: \"" + destination + "\""));
        }
        return rules.mounts()
                .refusal(draft.container(), mount, labels.include())
                .or(() -> method(mount) == Method.FREEZE
                        ? rules.never().reason(draft.container()).map(TreeFinder::neverPaused)
                        : Optional.empty())
                .or(() -> withoutRequired(mount));
    }

    /** Refuses a mount without the files that the service needs. */
    private Optional<Refusal> withoutRequired(Mount mount) {
        ExcludedFiles files = draft.labels().files();
        return home(mount)
                .flatMap(home -> home.required().stream()
                        .map(name -> Path.of(home.path()).resolve(name))
                        .flatMap(needed -> files.reaching(mount.source().relativize(mount.onHost(needed))).stream()
                                .map(pattern -> Refusal.alarm(
                                        "the label " + ExcludedFiles.LABEL + " has the pattern '" + pattern
                                                + "', which can exclude " + needed
                                                + ", and a backup without it could not be restored",
                                        "remove the pattern, or name only files that the service does not need")))
                        .findFirst());
    }

    private static Refusal neverPaused(String why) {
        return Refusal.alarm(
                "its container is never paused: " + why,
                "if its files never change after they were written, slackwater.method: \"hot\" copies them without a pause");
    }

    private Candidate candidate(Mount mount, Optional<DatabaseMount> database) {
        List<String> because = new ArrayList<>(List.of(Subject.text(mount) + " belongs to it"));
        List<String> excludes = new ArrayList<>();
        for (Path data : database.map(DatabaseMount::databases).orElse(List.of())) {
            excludes.add(ExcludedFiles.escaped(data));
            because.add("without " + data + ": the dump covers the database's files");
        }
        Optional<DataHome> home = home(mount);
        home.ifPresent(data -> {
            Path directory = mount.onHost(Path.of(data.path()));
            excludes.add(ExcludedFiles.escaped(directory) + "/" + data.exclude());
            because.add("without " + directory + "/" + data.exclude() + ": " + data.excluded());
        });
        for (OwnPaths.Place place : rules.mounts().own().below(mount.source())) {
            excludes.add(ExcludedFiles.escaped(place.path()));
            because.add("without " + place.path() + ": it contains " + place.what());
            coverage.note(
                    draft.id(),
                    new Subject.Other(place.path().toString()),
                    place.what() + " below " + Subject.text(mount) + ": never backed up",
                    "nothing: Slackwater never stores it");
        }
        ExcludedFiles files = draft.labels().files();
        if (!files.patterns().isEmpty()) {
            excludes.addAll(files.below(mount.source()));
            String excluded = "excluded by the label " + ExcludedFiles.LABEL;
            because.add("without " + files + ": " + excluded);
            coverage.note(draft.id(), new Subject.Other(files + " in " + Subject.text(mount)), excluded, "nothing");
        }
        // Loss prevented: the old data of a restore in place would be stored again.
        excludes.add(ExcludedFiles.escaped(mount.source()) + "/" + Source.Tree.BESIDE + "*");
        Method method = method(mount);
        because.add("method " + method.word() + ": "
                + (chosen().isPresent()
                        ? "by the label slackwater.method"
                        : hot(mount).orElse("its files may change while they are read")));
        because.add(mount.source() + " holds the files that the container sees");
        because.add(draft.plan().because());
        // Files beside the data of the kind are checked as plain files.
        Kind kind = home.isPresent() ? draft.kind().profile().kind() : rules.plain();
        Dataset dataset = new Dataset(
                id(mount),
                draft.id(),
                mount.destination(),
                new Source.Tree(kind, mount.source(), mount.destination(), excludes),
                method,
                draft.plan().plan(),
                because);
        return new Candidate(draft, mount, dataset, chosen().isPresent(), database.isPresent());
    }

    private String id(Mount mount) {
        return home(mount)
                .map(home -> DatasetIds.own(draft.id(), home.name()))
                .orElseGet(() -> DatasetIds.tree(draft.id(), mount.destination()));
    }

    private Method method(Mount mount) {
        return chosen().orElse(hot(mount).isPresent() ? Method.HOT : Method.FREEZE);
    }

    /** The method that a label names. On a database server, that label applies to the dumps only. */
    private Optional<Method> chosen() {
        return draft.kind().profile().ofServers()
                ? Optional.empty()
                : draft.labels().method();
    }

    /** Why the mount can be copied while in use; empty when the container must be paused. */
    private Optional<String> hot(Mount mount) {
        return home(mount)
                .flatMap(DataHome::hot)
                .or(() -> mount.writable()
                        ? Optional.empty()
                        : Optional.of(
                                "it is mounted read-only, so a pause of this container would not stop the writers"));
    }

    /** The service's data directory, if this mount contains it. */
    private Optional<DataHome> home(Mount mount) {
        return draft.findings()
                .home()
                .filter(home -> holder(home.path()).filter(mount::equals).isPresent());
    }

    private Optional<Mount> holder(String path) {
        return Mount.holding(draft.container().mounts(), Path.of(path));
    }

    private void reportMissingHome() {
        draft.findings()
                .home()
                .map(DataHome::path)
                .filter(path -> holder(path)
                        .filter(mount -> mount.type() != Mount.Type.TMPFS)
                        .isEmpty())
                .ifPresent(path -> coverage.alarm(
                        draft.id(),
                        new Subject.Directory(path),
                        "this directory is not on a volume: its data are lost with the container, and no backup contains them",
                        "mount a volume at " + path));
    }

    private void reportUnmatched(List<Mount> mounts) {
        List<String> destinations = mounts.stream().map(Mount::destination).toList();
        for (String pattern : draft.labels().include().without(destinations)) {
            coverage.alarm(
                    draft.id(),
                    new Subject.Directory(pattern),
                    "label slackwater.volumes.include names " + pattern + ", where nothing is mounted",
                    "its mounts are: " + String.join(", ", destinations) + Nearest.hint(pattern, destinations));
        }
    }

    static List<Mount> sorted(Container container) {
        return container.mounts().stream()
                .sorted(Comparator.comparing(Mount::destination))
                .toList();
    }
}
