package io.slackwater.restore;

import io.slackwater.discovery.KindProfile.DumpTrait;
import io.slackwater.discovery.Kinds;
import io.slackwater.discovery.Source;
import io.slackwater.journal.RepositoryStore;
import io.slackwater.journal.SafetySnapshotStore;
import io.slackwater.journal.VerdictStore;
import io.slackwater.journal.Verified;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoreException.Reason;
import io.slackwater.kind.ServiceKind;
import io.slackwater.policy.Policy;
import io.slackwater.repository.Failure;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.trust.RepositoryAlarms;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Finds the snapshot to restore. Only verified snapshots can be restored. Safe for use by several threads. */
public record RestorableSnapshots(
        VerdictStore verdicts,
        SafetySnapshotStore safety,
        RepositoryStore repositoryStates,
        Supplier<Policy> policy,
        Function<String, Repository> repositories,
        RepositoryAlarms alarms,
        Kinds<ServiceKind> kinds) {

    /** The path of a Docker volume, whatever Docker's data directory is: {@code volumes/NAME/_data}. */
    private static final Pattern VOLUME = Pattern.compile("(/.*)?/volumes/[a-zA-Z0-9][a-zA-Z0-9_.-]*/_data(/.*)?");

    /**
     * Returns the snapshot to restore.
     *
     * @param snapshot an id of at least 8 characters, or {@code latest}. A safety snapshot is chosen only by its id: its
     *     data may be damaged
     * @throws RestoreException no such snapshot is verified, the user may not restore it, or its repository cannot be
     *     opened
     */
    ChosenSnapshot choose(Requester requester, String dataset, String snapshot)
            throws RestoreException, InterruptedException {
        return opened(verdict(requester, dataset, snapshot));
    }

    /** Opens the repository of a verified snapshot. */
    ChosenSnapshot opened(Verified snapshot) throws RestoreException, InterruptedException {
        return new ChosenSnapshot(snapshot, repository(snapshot));
    }

    /**
     * Returns the verdict on the snapshot, as {@link #choose}, without opening its repository.
     *
     * @throws RestoreException no such snapshot is verified, or the user may not see its content
     */
    Verified verdict(Requester requester, String dataset, String snapshot) throws RestoreException {
        Set<String> saved = safety.of(dataset);
        Verified found = verdicts.of(dataset).stream()
                .filter(candidate -> snapshot.equals("latest") && !saved.contains(candidate.snapshot())
                        || snapshot.length() >= 8 && candidate.snapshot().startsWith(snapshot))
                .findFirst()
                .orElseThrow(() -> new RestoreException(
                        Reason.NOT_FOUND,
                        "dataset " + dataset + " has no verified snapshot " + snapshot
                                + "; GET /api/v1/snapshots?dataset=" + dataset
                                + " lists those that can be restored"));
        requireRole(requester, found);
        return found;
    }

    /**
     * Returns the verdicts on all snapshots of a dataset, newest data first.
     *
     * @throws RestoreException there is none, or the user may not see the content of one of them
     */
    List<Verified> all(Requester requester, String dataset) throws RestoreException {
        List<Verified> all = verdicts.of(dataset);
        if (all.isEmpty()) {
            throw new RestoreException(Reason.NOT_FOUND, "dataset " + dataset + " has no verified snapshot");
        }
        for (Verified one : all) {
            requireRole(requester, one);
        }
        return all;
    }

    private void requireRole(Requester requester, Verified snapshot) throws RestoreException {
        if (mayHoldPasswords(snapshot, kinds) && !requester.admin()) {
            throw new RestoreException(
                    Reason.FORBIDDEN,
                    "dataset " + snapshot.dataset()
                            + " can hold passwords of the stack, so a look into it, a download or a restore of it needs the role"
                            + " admin; GET /api/v1/session shows your role");
        }
    }

    /**
     * Returns the id of the newest verified snapshot whose data were captured at this time or before.
     *
     * @throws RestoreException there is none
     */
    String at(String dataset, Instant time) throws RestoreException {
        Set<String> saved = safety.of(dataset);
        List<Verified> newestFirst = verdicts.of(dataset).stream()
                .filter(candidate -> !saved.contains(candidate.snapshot()))
                .toList();
        return newestFirst.stream()
                .filter(candidate -> !candidate.time().isAfter(time))
                .map(Verified::snapshot)
                .findFirst()
                .orElseThrow(() -> new RestoreException(
                        Reason.NOT_FOUND,
                        "dataset " + dataset + " has no verified snapshot of " + time + " or before"
                                + (newestFirst.isEmpty()
                                        ? ""
                                        : "; its oldest one has the data of "
                                                + newestFirst.getLast().time().truncatedTo(ChronoUnit.SECONDS))));
    }

    /**
     * Whether the snapshot may contain passwords. Directories and files of the host may be env files or secrets, so
     * they count. A dump of an unknown kind counts too.
     */
    static boolean mayHoldPasswords(Verified snapshot, Kinds<ServiceKind> kinds) {
        return snapshot.format().equals(Source.Tree.FORMAT)
                ? !VOLUME.matcher(snapshot.file()).matches()
                : kinds.find(snapshot.kind())
                        .map(kind -> kind.profile().has(DumpTrait.PASSWORDS, snapshot.format()))
                        .orElse(true);
    }

    /**
     * Finds the repository of the policy that has the snapshot. A repository without a pinned restic id is opened to
     * read its id.
     */
    private Repository repository(Verified snapshot) throws RestoreException, InterruptedException {
        RestoreException missing =
                new RestoreException(SnapshotAvailability.missing(repositoryStates, snapshot, names()));
        for (String name : names()) {
            Repository repository = repositories.apply(name);
            try {
                Optional<String> pinned = repository.pinned();
                if (pinned.orElse(snapshot.repository()).equals(snapshot.repository())
                        && repository.open().equals(snapshot.repository())) {
                    return repository;
                }
            } catch (RepositoryException e) {
                String words = String.valueOf(e.getMessage());
                if (e.failure() == Failure.DAMAGED) {
                    alarms.troubled(repository.id(), e, failed(snapshot, words));
                }
                missing = new RestoreException(words, e);
            }
        }
        throw missing;
    }

    /**
     * Handles a failed restore or download. If data of the snapshot are damaged, the snapshot is no longer offered, and
     * an alarm is raised.
     */
    void failed(ChosenSnapshot snapshot, Optional<Failure> failure, String message) {
        if (failure.equals(Optional.of(Failure.DAMAGED))) {
            Verified verdict = snapshot.verdict();
            alarms.damaged(snapshot.repository().id(), verdict, failed(verdict, message));
        }
    }

    private static String failed(Verified snapshot, String message) {
        return "a restore of dataset " + snapshot.dataset() + " failed: " + message;
    }

    private Set<String> names() {
        return policy.get().repositories().keySet();
    }
}
