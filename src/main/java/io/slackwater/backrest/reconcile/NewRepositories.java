package io.slackwater.backrest.reconcile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.BackrestException.Reason;
import io.slackwater.backrest.client.RetryTimer;
import io.slackwater.repository.RepositoryException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks a repository with Slackwater's and Backrest's restic before Backrest adds it. Loss prevented: {@code AddRepo} initialises an
 * empty repository where the real one is missing. A refused repository is checked again after a backoff.
 */
final class NewRepositories {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final BackrestClient client;
    private final PolicyRepositories repositories;
    private final Clock clock;
    private final Map<String, Refusal> refusals = new HashMap<>();

    private static final class Refusal {
        private final RetryTimer backoff;
        private Conflict conflict;

        Refusal(Clock clock, Conflict conflict) {
            this.backoff = new RetryTimer(clock, LONGEST);
            this.conflict = conflict;
        }
    }

    NewRepositories(BackrestClient client, PolicyRepositories repositories, Clock clock) {
        this.client = client;
        this.repositories = repositories;
        this.clock = clock;
    }

    /** The refusal, while its backoff lasts. */
    Optional<Conflict> refused(String id) {
        Refusal refusal = refusals.get(id);
        return refusal == null || refusal.backoff.due() ? Optional.empty() : Optional.of(refusal.conflict);
    }

    /**
     * The pinned id; a repository without one is opened first.
     *
     * @param mayOpen false during the backoff after a refusal
     */
    Answer pin(String id, boolean mayOpen) throws InterruptedException {
        try {
            Optional<String> pinned = repositories.pinnedId(id);
            Refusal refusal = refusals.get(id);
            if (pinned.isEmpty() && !mayOpen && refusal != null) {
                return new Answer("", refusal.conflict);
            }
            return new Answer(pinned.isPresent() ? pinned.get() : repositories.open(id), null);
        } catch (RepositoryException e) {
            return refuse(id, String.valueOf(e.getMessage()), "It is added to Backrest once it can be opened.");
        }
    }

    /**
     * The result of a check.
     *
     * @param id the restic id, when there is no conflict
     */
    record Answer(String id, @Nullable Conflict conflict) {}

    /** Whether Slackwater's restic sees the pinned repository, and Backrest's restic opens one at the same address with the same key. */
    Answer look(String id, ObjectNode wanted) throws BackrestException, InterruptedException {
        String uri = wanted.path("uri").asText();
        String resticId;
        try {
            resticId = repositories.open(id);
        } catch (RepositoryException e) {
            return refuse(
                    id,
                    String.valueOf(e.getMessage()),
                    "Backrest would initialise a new repository in its place, so it is not added. Bring the repository back first: scripts/backrest-management.sh doctor shows the problem.");
        }
        try {
            if (!client.repoExists(wanted)) {
                return refuse(
                        id,
                        "Slackwater sees the repository at %s, Backrest does not.".formatted(uri),
                        "Mount %s into Backrest at the same path, or give it the same network access.".formatted(uri));
            }
        } catch (BackrestException e) {
            return refuseOrThrow(id, e);
        }
        return new Answer(resticId, null);
    }

    /** Ends the refusal of a repository that Backrest has now. */
    void added(String id) {
        refusals.remove(id);
    }

    /** A failure of this repository becomes a conflict; a failure of Backrest itself is thrown. */
    Answer refuseOrThrow(String id, BackrestException e) throws BackrestException {
        Reason reason = e.reason();
        if (reason == Reason.WRONG_KEY) {
            return refuse(
                    id,
                    "The key file that Backrest has for repository %s does not open it.".formatted(id),
                    "Mount the same key directory into Backrest as into Slackwater.");
        }
        if (reason == Reason.FAILED || reason == Reason.REFUSED) {
            return refuse(
                    id,
                    "Backrest cannot use the repository: %s".formatted(e.getMessage()),
                    "See Backrest's mounts and disk (docker compose logs backrest, df -h). Slackwater retries; until then its datasets are backed up without Backrest.");
        }
        throw e;
    }

    private Answer refuse(String id, String what, String remedy) {
        Conflict conflict = new Conflict("repository " + id, what, remedy);
        Refusal refusal = refusals.computeIfAbsent(id, key -> new Refusal(clock, conflict));
        refusal.conflict = conflict;
        refusal.backoff.failed();
        return new Answer("", conflict);
    }
}
