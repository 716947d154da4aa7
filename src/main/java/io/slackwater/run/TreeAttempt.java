package io.slackwater.run;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.TemporaryFiles;
import io.slackwater.capture.TreeCheck;
import io.slackwater.capture.TreeComparison;
import io.slackwater.capture.TreeEntry;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Sentence;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.Workload;
import io.slackwater.freeze.Freezer;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.Journal;
import io.slackwater.journal.LastFreeze;
import io.slackwater.kind.ServiceKind;
import io.slackwater.policy.PlanPolicy.Verify;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.StoredSnapshot;
import io.slackwater.trust.Causes;
import io.slackwater.trust.DamagedSnapshots;
import io.slackwater.trust.RunFailure;
import io.slackwater.trust.RunFailure.Failed;
import io.slackwater.trust.RunFailure.Unverified;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Captures a tree: store, in a window of freeze → walk … thaw → compare, read back, check. */
final class TreeAttempt implements Attempt {

    private static final Logger LOG = Logger.getLogger(TreeAttempt.class);

    private final ServiceKind kind;
    private final Dataset dataset;
    private final Workload workload;
    private final Repository repository;
    private final Verify verify;
    private final Storage storage;
    private final Freezer freezer;
    private final Journal journal;
    private final DamagedSnapshots damagedSnapshots;
    private final Path scratch;
    private final Source.Tree tree;

    TreeAttempt(
            ServiceKind kind,
            Dataset dataset,
            Source.Tree tree,
            Workload workload,
            Repository repository,
            Verify verify,
            Storage storage,
            Freezer freezer,
            Journal journal,
            DamagedSnapshots damagedSnapshots,
            Path scratch) {
        this.kind = kind;
        this.dataset = dataset;
        this.tree = tree;
        this.workload = workload;
        this.repository = repository;
        this.verify = verify;
        this.storage = storage;
        this.freezer = freezer;
        this.journal = journal;
        this.damagedSnapshots = damagedSnapshots;
        this.scratch = scratch;
    }

    /** What was stored, and what was there when it was. After is the same list as before when nothing could change meanwhile. */
    private record Stored(StoredSnapshot snapshot, List<TreeEntry> before, List<TreeEntry> after) {}

    @Override
    public void run(RunLog log, Slots.Slot slot) throws RunFailure, InterruptedException {
        String restic = storage.open(repository);
        log.capturing();
        Stored stored = store(log, slot, restic);
        String snapshot = stored.snapshot().id();
        log.verifying(
                restic, snapshot, stored.snapshot().bytes(), stored.snapshot().added(), "");
        String notes;
        try {
            notes = verify(stored, restic);
        } catch (Failed e) {
            storage.wrong(repository, restic, dataset.id(), log, snapshot, e);
            throw e;
        }
        long files = files(stored.before());
        log.succeeded(tree.path().toString(), tree.format(), Map.of(), notes);
        journal.datasets().files(dataset.id(), files);
    }

    private Stored store(RunLog log, Slots.Slot slot, String restic) throws Failed, InterruptedException {
        TreeWindow window = new TreeWindow(dataset, tree, workload, freezer, journal, log, restic);
        StoredSnapshot snapshot;
        try {
            snapshot = storage.store(
                    repository,
                    restic,
                    new StoreRequest.Tree(dataset.id(), log.id(), List.of(tree.path()), tree.excludes()),
                    log,
                    window,
                    slot);
        } catch (RepositoryException e) {
            throw window.refused()
                    .or(() -> lost(e))
                    .orElseGet(() -> new Failed(e.getMessage(), e.failure().canPass(), Causes.of(e.failure()), e));
        } finally {
            window.end();
            log.frozen(window.frozen());
            window.needed().ifPresent(this::note);
        }
        if (window.broken().isPresent()) {
            Failed failed = window.broken().get();
            storage.poison(restic, dataset.id(), log, Optional.of(snapshot.id()), failed);
            throw failed;
        }
        List<TreeEntry> before = window.walked();
        try {
            return new Stored(snapshot, before, window.quiet() ? before : window.walkAgain());
        } catch (Failed e) {
            storage.poison(restic, dataset.id(), log, Optional.of(snapshot.id()), e);
            throw e;
        }
    }

    /** The end of the freeze, where the engine gave up because of it; it may also have failed before that, and for something else. */
    private static Optional<Failed> lost(RepositoryException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof Failed failed) {
                return Optional.of(failed);
            }
        }
        return Optional.empty();
    }

    private void note(LastFreeze freeze) {
        try {
            journal.datasets().froze(dataset.id(), freeze);
        } catch (RuntimeException e) {
            // An estimate for another time; whatever keeps the journal from being written shows in what follows.
            LOG.warnf("the length of a freeze could not be noted dataset=%s reason=%s", dataset.id(), e.getMessage());
        }
    }

    private static long files(List<TreeEntry> entries) {
        return entries.stream().filter(TreeEntry::isFile).count();
    }

    /** Returns what the user should know although all is well. */
    private String verify(Stored stored, String restic) throws RunFailure, InterruptedException {
        if (verify == Verify.SIZE) {
            throw new Unverified(
                    "the plan says verify: size, so nothing was read back; set verify: full to get verified snapshots",
                    false,
                    EndCause.POLICY,
                    new IOException("sizes only"));
        }
        try (TemporaryFiles directory = TemporaryFiles.create(scratch, "check-");
                TreeCheck check = kind.check(dataset, directory.path())) {
            List<TreeEntry> listed = list(stored.snapshot().id());
            List<String> differences = TreeComparison.differences(stored.before(), stored.after(), listed);
            if (!differences.isEmpty()) {
                throw new Failed(
                        "the snapshot is not the tree that was walked: " + String.join("; ", differences),
                        true,
                        EndCause.NOT_WHOLE,
                        new IOException("tree differs"));
            }
            readBack(stored, restic, listed, check);
            check.complete();
            return notes(check.notes(), stored.before(), tree.path());
        } catch (CaptureException e) {
            throw Verification.of(e);
        } catch (RepositoryException e) {
            throw Verification.of(e);
        } catch (IOException e) {
            throw new Unverified("reading the snapshot back failed: " + e.getMessage(), true, EndCause.NOT_CHECKED, e);
        }
    }

    /**
     * What has to be read back, besides what the kind's check wants.
     *
     * @param damaged whether an earlier snapshot is, or may be: what did not change is taken from what is there, and some of that may be bad
     */
    static Set<String> toRead(Set<String> files, List<String> changed, boolean damaged) {
        return damaged ? files : changed.stream().filter(files::contains).collect(Collectors.toSet());
    }

    /** An empty tree is stored as it is, and said to be: it may be the wrong one that is mounted. */
    static String notes(List<String> ofCheck, List<TreeEntry> walked, Path root) {
        List<String> notes = new ArrayList<>(ofCheck.stream().map(Sentence::of).toList());
        if (files(walked) == 0) {
            notes.add("The volume is empty: 0 files below " + root
                    + ". If it should not be, see that the right one is mounted.");
        }
        return String.join(" ", notes);
    }

    private List<TreeEntry> list(String snapshot) throws RepositoryException, InterruptedException {
        Path root = tree.path();
        List<TreeEntry> listed = new ArrayList<>();
        repository.list(snapshot, node -> {
            if (Path.of(node.path()).startsWith(root)) {
                listed.add(new TreeEntry(node.path(), node.type(), node.size(), node.modifiedNanos()));
            }
        });
        return listed;
    }

    private void readBack(Stored stored, String restic, List<TreeEntry> listed, TreeCheck check)
            throws RepositoryException, InterruptedException, IOException {
        Map<String, TreeEntry> files = new HashMap<>();
        Set<String> wanted = new HashSet<>();
        for (TreeEntry entry : listed) {
            boolean wants = check.entry(entry);
            if (entry.isFile()) {
                files.put(entry.path(), entry);
                if (wants) {
                    wanted.add(entry.path());
                }
            }
        }
        wanted.addAll(
                toRead(files.keySet(), stored.snapshot().changed(), damagedSnapshots.maybe(restic, dataset.id())));
        if (!wanted.isEmpty()) {
            repository.readBack(stored.snapshot().id(), wanted, (path, size, content) -> {
                TreeEntry entry = files.get(path);
                if (entry != null) {
                    check.file(entry, content);
                }
            });
        }
    }
}
