package io.slackwater.restore;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.KindProfile.DumpTrait;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.Workload;
import io.slackwater.docker.DockerException;
import io.slackwater.journal.DatasetStore;
import io.slackwater.kind.Replacement;
import io.slackwater.kind.ReplacementTarget;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoreException.Reason;
import io.slackwater.kind.ServerFiles;
import io.slackwater.kind.ServiceKind;
import io.slackwater.repository.RepositoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Makes the replacement of one dataset's live data. Safe for use by several threads. */
record Replacements(RestorePlaces places, TreeUsers users, DatasetStore datasets) {

    /**
     * Returns the replacement of the dataset's live data by the snapshot.
     *
     * @throws RestoreException the data cannot be restored in place
     */
    Replacement of(ChosenSnapshot snapshot, String restore, Instant began, Workload workload, Inventory inventory)
            throws RestoreException, DockerException, InterruptedException {
        String dataset = snapshot.verdict().dataset();
        if (snapshot.isTree()) {
            return tree(snapshot, restore, workload, inventory);
        }
        ServiceKind kind = places.kinds()
                .find(snapshot.verdict().kind())
                .orElseThrow(() -> new RestoreException(
                        Reason.INVALID,
                        "dataset " + dataset
                                + " cannot be restored in place; restore it into a new volume, or download it"));
        if (!kind.profile().has(DumpTrait.FOR_SERVER, snapshot.verdict().format())) {
            ServerFiles files = kind.serverFiles(snapshot.dump(), workload);
            return new DumpReplacement(
                    new LiveTree(places.volumes(), files.directory()),
                    users,
                    restore,
                    snapshot,
                    workload.id().value(),
                    files);
        }
        String name = inventory
                .dataset(dataset)
                .map(Dataset::name)
                .or(() -> datasets.name(dataset))
                .orElseThrow(() -> new RestoreException(
                        Reason.INVALID,
                        "the name of dataset " + dataset
                                + " in its service is unknown; restore it into a new database (--database)"));
        return kind.replacement(snapshot.dump(), new ReplacementTarget(restore, began, workload, name));
    }

    private Replacement tree(ChosenSnapshot snapshot, String restore, Workload workload, Inventory inventory)
            throws RestoreException, DockerException {
        Source.Tree live = inventory
                .dataset(snapshot.verdict().dataset())
                .map(Dataset::source)
                .filter(Source.Tree.class::isInstance)
                .map(Source.Tree.class::cast)
                .orElseThrow(() -> new RestoreException(
                        Reason.INVALID,
                        "dataset " + snapshot.verdict().dataset()
                                + " has no volume or directory now; restore it into a new volume (--volume)"));
        return new FilesReplacement(
                new LiveTree(places.volumes(), live.path()),
                users,
                TreeExchange.beside(restore),
                places.contents(snapshot),
                new FilesReplacement.Scope(
                        workload.id().value(),
                        snapshot.verdict().bytes(),
                        List.of("files that backups exclude stay as they are"),
                        () -> except(snapshot, live)));
    }

    /** What stays in place: what this capture excluded, and what captures exclude now. */
    private static List<String> except(ChosenSnapshot snapshot, Source.Tree live)
            throws RestoreException, InterruptedException {
        try {
            List<String> excluded = snapshot.repository().contents().excludes(snapshot.id());
            return Stream.of(
                            Stream.of("except"),
                            ExcludedEntries.below(Path.of(snapshot.verdict().file()), excluded).stream(),
                            ExcludedEntries.below(live.path(), live.excludes()).stream())
                    .flatMap(one -> one)
                    .distinct()
                    .toList();
        } catch (RepositoryException e) {
            throw RestoreException.failed("reading what snapshot " + snapshot.id() + " leaves out", e);
        }
    }
}
