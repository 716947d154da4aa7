package io.slackwater.restore;

import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.SnapshotContent;
import io.slackwater.discovery.Workload;
import io.slackwater.docker.Docker;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoreStep;
import io.slackwater.journal.RestoreStep.Creates;
import io.slackwater.journal.RestoreStore;
import io.slackwater.journal.Verified;
import io.slackwater.kind.postgres.RestoredBeside;
import io.slackwater.policy.Policy;
import io.slackwater.repository.Failure;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.restore.RestoreException.Reason;
import io.slackwater.restore.TreeRestore.PlacedFile;
import io.slackwater.trust.RepositoryAlarms;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Restores verified snapshots into new places, never over anything that exists. Only snapshots with a journaled verdict are known
 * here. Safe for use by several threads.
 */
public final class Restores {

    private static final Logger LOG = Logger.getLogger(Restores.class);

    private final Docker docker;
    private final Supplier<Inventory> inventory;
    private final Supplier<Policy> policy;
    private final Journal journal;
    private final Function<String, Repository> repositories;
    private final RepositoryAccess access;
    private final RestoreDirectories directories;
    private final Clock clock;
    private final RepositoryAlarms alarms;
    private volatile Runnable after = () -> {};
    private final RestoreStore store;
    private final RestoreHistory history;

    public Restores(
            Docker docker,
            Supplier<Inventory> inventory,
            Supplier<Policy> policy,
            Journal journal,
            Function<String, Repository> repositories,
            RepositoryAccess access,
            RestoreDirectories directories,
            Clock clock) {
        this.docker = docker;
        this.inventory = inventory;
        this.policy = policy;
        this.journal = journal;
        this.repositories = repositories;
        this.access = access;
        this.directories = directories;
        this.clock = clock;
        this.alarms = new RepositoryAlarms(journal);
        this.store = journal.restores();
        this.history = new RestoreHistory(store, clock.instant());
    }

    /**
     * Checks the request, also that nothing is there yet as far as that can be seen at once, and starts the restore in the
     * background. A directory that is not there is made. What is known against the snapshot is a warning of the answer. A snapshot whose data turn out to be damaged raises the repository's alarm and is
     * not offered any more.
     *
     * @param who asks for it; only an admin gets a snapshot that holds passwords, wherever it goes
     */
    public RestoreRecord start(Requester who, String dataset, String snapshot, RestoreTarget target)
            throws RestoreException, InterruptedException {
        String id = UUID.randomUUID().toString();
        Choice choice = choose(who, dataset, snapshot);
        Work work = work(id, choice, target);
        work.refuse();
        RestoreRecord restore = RestoreRecord.begun(
                id,
                dataset,
                choice.snapshot().snapshot(),
                work.where(),
                clock.instant(),
                DoubtWarning.of(journal, choice.snapshot()));
        store.begin(restore);
        journal.audit()
                .append(
                        who.name(),
                        "restore",
                        dataset,
                        choice.snapshot().snapshot() + " into " + work.where() + ", restore " + id);
        Thread.ofVirtual().name("restore-" + id).start(() -> run(restore, choice, work));
        return restore;
    }

    /** What is to happen after each restore: there may be something new to protect. */
    public void after(Runnable action) {
        after = action;
    }

    /** Also those of earlier processes; the newest 500 are known. */
    public Optional<RestoreRecord> find(String id) {
        return history.find(id);
    }

    /** Oldest first. */
    public List<RestoreRecord> all() {
        return history.all();
    }

    /** Undoes what an earlier process left half done, as far as that is possible now. Call it with each look at Docker. */
    public void settle() throws InterruptedException {
        history.write();
        for (RestoreRecord restore : history.interrupted()) {
            try {
                InterruptedRestore.End end =
                        new InterruptedRestore(docker, inventory.get()).undo(restore, store.steps(restore.id()));
                LOG.warnf("interrupted restore=%s dataset=%s: %s", restore.id(), restore.dataset(), end.message());
                history.end(restore.end(end.state(), clock.instant(), end.message()));
            } catch (RestoreException e) {
                history.delayed(restore, InterruptedRestore.INTERRUPTED + "; " + e.getMessage());
            }
        }
    }

    /**
     * Chooses a file for a download.
     *
     * @param who asks for it; only an admin gets a snapshot that holds passwords
     * @param path inside the snapshot; empty for the one file of a dump
     */
    public Download download(Requester who, String dataset, String snapshot, String path)
            throws RestoreException, InterruptedException {
        Choice choice = choose(who, dataset, snapshot);
        boolean tree = SnapshotContent.of(choice.snapshot().file()).isTree();
        if (tree && path.isEmpty()) {
            throw new RestoreException(
                    Reason.INVALID,
                    "dataset " + dataset + " is a tree: say which file, with its full path in the snapshot, below "
                            + choice.snapshot().file()
                            + ", in target.path (--file of backrest-management.sh); all of it: a target of kind volume"
                            + " or directory");
        }
        String file = tree ? path : "/" + choice.snapshot().file();
        journal.audit()
                .append(who.name(), "download", dataset, choice.snapshot().snapshot() + " " + file);
        String name = file.substring(file.lastIndexOf('/') + 1);
        return new Download(name, DoubtWarning.of(journal, choice.snapshot()), sink -> {
            try {
                choice.repository().dump(choice.snapshot().snapshot(), file, sink);
            } catch (RepositoryException e) {
                judge(choice, e, String.valueOf(e.getMessage()));
                throw e;
            }
        });
    }

    /** A snapshot whose data are damaged does not count as a backup any more. */
    private void judge(Choice choice, @Nullable Throwable cause, String words) {
        if (cause instanceof RepositoryException e && e.failure() == Failure.DAMAGED) {
            Verified snapshot = choice.snapshot();
            alarms.damaged(
                    choice.repository().id(),
                    snapshot,
                    clock.instant(),
                    "a restore of dataset " + snapshot.dataset() + " failed: " + words);
        }
    }

    /**
     * A file to be written to whoever asked.
     *
     * @param warning what is to be known of its snapshot; empty when nothing
     */
    public record Download(String name, Optional<String> warning, Content content) {}

    /** Writes a file's bytes. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream sink) throws RepositoryException, InterruptedException, IOException;
    }

    @FunctionalInterface
    private interface Step {
        void run() throws RestoreException, InterruptedException;
    }

    /**
     * What is to be done.
     *
     * @param where in words
     * @param step what it creates
     * @param refusal throws when something is there already, or when the place cannot be had
     */
    private record Work(String where, RestoreStep step, Step refusal, Step action) {
        void refuse() throws RestoreException, InterruptedException {
            refusal.run();
        }

        void run() throws RestoreException, InterruptedException {
            action.run();
        }
    }

    private void run(RestoreRecord status, Choice choice, Work work) {
        try {
            store.creates(status.id(), work.step());
            work.run();
            end(status, RestoreRecord.State.SUCCEEDED, "");
            LOG.infof(
                    "restored dataset=%s snapshot=%s target=%s", status.dataset(), status.snapshot(), status.target());
        } catch (RestoreException e) {
            try {
                judge(choice, e.getCause(), String.valueOf(e.getMessage()));
            } finally {
                // Also when the alarm cannot be written.
                end(status, RestoreRecord.State.FAILED, String.valueOf(e.getMessage()));
            }
            LOG.warnf("restore failed dataset=%s reason=%s", status.dataset(), e.getMessage());
        } catch (InterruptedException e) {
            end(status, RestoreRecord.State.FAILED, "interrupted");
        } catch (RuntimeException e) {
            end(status, RestoreRecord.State.FAILED, "an error inside Slackwater; its log of this time has more");
            LOG.errorf(e, "restore broke dataset=%s", status.dataset());
        }
        after.run();
    }

    private void end(RestoreRecord status, RestoreRecord.State outcome, String message) {
        history.end(status.end(outcome, clock.instant(), message));
    }

    private Choice choose(Requester who, String dataset, String snapshot)
            throws RestoreException, InterruptedException {
        List<Verified> verified = journal.verdicts().of(dataset);
        Optional<Verified> chosen = snapshot.equals("latest")
                ? verified.stream().findFirst()
                : verified.stream()
                        .filter(candidate ->
                                snapshot.length() >= 8 && candidate.snapshot().startsWith(snapshot))
                        .findFirst();
        Verified found = chosen.orElseThrow(() -> new RestoreException(
                Reason.NOT_FOUND,
                "dataset " + dataset + " has no verified snapshot " + snapshot + "; GET /api/v1/snapshots?dataset="
                        + dataset + " lists those that can be restored"));
        if (SnapshotContent.of(found.file()).holdsPasswords() && !who.admin()) {
            throw new RestoreException(
                    Reason.FORBIDDEN,
                    "dataset " + dataset
                            + " can hold passwords of the stack, so a download or a restore of it needs the role"
                            + " admin; GET /api/v1/session says which role yours is");
        }
        return new Choice(found, repositoryOf(found));
    }

    private Repository repositoryOf(Verified snapshot) throws RestoreException, InterruptedException {
        List<Repository> unknown = new ArrayList<>();
        for (String name : policy.get().repositories().keySet()) {
            Repository repository = repositories.apply(name);
            try {
                Optional<String> pinned = repository.pinned();
                // One that is gone, or whose key is wrong, is still the one that holds it: its own words say what it
                // lacks.
                if (pinned.equals(Optional.of(snapshot.repository()))) {
                    repository.open();
                    return repository;
                }
                if (pinned.isEmpty()) {
                    unknown.add(repository);
                }
            } catch (RepositoryException e) {
                String words = String.valueOf(e.getMessage());
                if (e.failure() == Failure.DAMAGED) {
                    alarms.bad(repository.id(), "a restore of dataset " + snapshot.dataset() + " failed: " + words);
                }
                throw new RestoreException(Reason.FAILED, words, e);
            }
        }
        return amongUnknown(snapshot, unknown);
    }

    /** @param unknown have lost their pin, or were never used */
    private Repository amongUnknown(Verified snapshot, List<Repository> unknown)
            throws RestoreException, InterruptedException {
        String words =
                Holder.missing(journal, snapshot, policy.get().repositories().keySet());
        RestoreException missing = new RestoreException(Reason.FAILED, words);
        for (Repository repository : unknown) {
            try {
                if (repository.open().equals(snapshot.repository())) {
                    return repository;
                }
            } catch (RepositoryException e) {
                missing = new RestoreException(
                        Reason.FAILED, words + ". Not all of the policy's could be opened: " + e.getMessage(), e);
            }
        }
        throw missing;
    }

    private Work work(String id, Choice choice, RestoreTarget target) throws RestoreException {
        SnapshotContent content = SnapshotContent.of(choice.snapshot().file());
        if (target instanceof RestoreTarget.Database database) {
            return databaseWork(id, choice, database);
        }
        TreeRestore restore =
                new TreeRestore(docker, access, directories, policy.get().instance(), id);
        RestoreStep step = step(target);
        if (content.isTree()) {
            return new Work(target.words(), step, () -> restore.refuse(target), () -> restore.tree(choice, target));
        }
        ExecFeed.Input bytes = sink -> choice.repository()
                .dump(choice.snapshot().snapshot(), "/" + choice.snapshot().file(), sink);
        List<PlacedFile> files = content == SnapshotContent.RDB
                ? RedisFiles.of(bytes, choice.snapshot().facts())
                : List.of(new PlacedFile(choice.snapshot().file(), "", bytes));
        return new Work(target.words(), step, () -> restore.refuse(target), () -> restore.files(choice, target, files));
    }

    private static RestoreStep step(RestoreTarget target) {
        return switch (target) {
            case RestoreTarget.Database database ->
                new RestoreStep(Creates.DATABASE, database.workload().orElse(""), database.database());
            case RestoreTarget.Volume volume -> new RestoreStep(Creates.VOLUME, "", volume.name());
            case RestoreTarget.Directory directory ->
                new RestoreStep(Creates.DIRECTORY, "", directory.path().toString());
        };
    }

    private Work databaseWork(String id, Choice choice, RestoreTarget.Database target) throws RestoreException {
        DatabasePlace place = new DatabasePlace(inventory.get(), journal);
        Workload workload = place.workload(choice.snapshot(), target);
        PostgresServer server = new PostgresServer(workload);
        DatabaseRestore restore = new DatabaseRestore(docker);
        SnapshotContent content = SnapshotContent.of(choice.snapshot().file());
        if (content == SnapshotContent.ROLES) {
            return new Work(
                    "the roles of workload " + workload.id(),
                    new RestoreStep(Creates.ROLES, workload.id().value(), ""),
                    () -> {},
                    () -> restore.roles(choice, server, target.tablespaces()));
        }
        if (content != SnapshotContent.DATABASE) {
            throw new RestoreException(
                    Reason.INVALID,
                    "dataset " + choice.snapshot().dataset()
                            + " is no database; use a target of kind volume, directory or download");
        }
        if (target.database().isBlank()) {
            throw new RestoreException(Reason.INVALID, "target.database is missing: the name of the new database");
        }
        RestoredBeside mark = new RestoredBeside(id, choice.snapshot().snapshot(), clock.instant());
        return new Work(
                "database " + target.database() + " of workload " + workload.id(),
                new RestoreStep(Creates.DATABASE, workload.id().value(), target.database()),
                () -> restore.refuse(server, target.database()),
                () -> restore.database(choice, server, target, mark, identity -> store.created(id, identity)));
    }
}
