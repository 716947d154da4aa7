package io.slackwater.backrest.reconcile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.BackrestException.Reason;
import io.slackwater.repository.RepositoryException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Checks a repository with Slackwater's and Backrest's restic before Backrest adds it. Loss prevented: {@code AddRepo} initialises an
 * empty repository where the real one is missing.
 */
final class NewRepositories {

    /** Each check starts restic. */
    private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

    private final BackrestClient client;
    private final PolicyRepositories repositories;
    private final Clock clock;
    private final Map<String, Refusal> refusals = new TreeMap<>();

    private record Refusal(Conflict conflict, Instant at) {}

    NewRepositories(BackrestClient client, PolicyRepositories repositories, Clock clock) {
        this.client = client;
        this.repositories = repositories;
        this.clock = clock;
    }

    /** Why repositories are not added. */
    List<Conflict> conflicts() {
        return refusals.values().stream().map(Refusal::conflict).toList();
    }

    /** Ends all other refusals: those repositories are in Backrest, or the policy does not name them any more. */
    void keep(Set<String> missing) {
        refusals.keySet().retainAll(missing);
    }

    /** Whether the repository may be checked now. */
    boolean due(String id) {
        Refusal refusal = refusals.get(id);
        return refusal == null || !clock.instant().isBefore(refusal.at().plus(RETRY_AFTER));
    }

    /** The pinned restic id; a repository without one is opened first. Empty when that failed. */
    Optional<String> pin(String id) throws InterruptedException {
        try {
            Optional<String> pinned = repositories.pinnedId(id);
            return pinned.isPresent() || !due(id) ? pinned : Optional.of(repositories.open(id));
        } catch (RepositoryException e) {
            refuse(id, String.valueOf(e.getMessage()), "It is added to Backrest once it can be opened.");
            return Optional.empty();
        }
    }

    /** Adds the repository when Slackwater's restic sees the pinned one, and Backrest's restic opens one at the same address. */
    boolean mayAdd(String id, ObjectNode wanted) throws BackrestException, InterruptedException {
        String uri = wanted.path("uri").asText();
        try {
            repositories.open(id);
        } catch (RepositoryException e) {
            refuse(
                    id,
                    String.valueOf(e.getMessage()),
                    "Backrest would initialise a new repository in its place, so it is not added. Bring the repository back first: scripts/backrest-management.sh doctor shows the problem.");
            return false;
        }
        try {
            if (client.repoExists(wanted)) {
                return true;
            }
            refuse(
                    id,
                    "Slackwater sees the repository at %s, Backrest does not.".formatted(uri),
                    "Mount %s into Backrest at the same path, or give it the same network access.".formatted(uri));
        } catch (BackrestException e) {
            refuseOrThrow(id, e);
        }
        return false;
    }

    /** A failure of this repository becomes a conflict; a failure of Backrest itself is thrown. */
    void refuseOrThrow(String id, BackrestException e) throws BackrestException {
        switch (e.reason()) {
            case Reason.WRONG_KEY ->
                refuse(
                        id,
                        "The key file that Backrest has for repository %s does not open it.".formatted(id),
                        "Mount the same key directory into Backrest as into Slackwater.");
            case Reason.FAILED, Reason.REFUSED ->
                refuse(
                        id,
                        "Backrest cannot use the repository: %s".formatted(e.getMessage()),
                        "See Backrest's mounts and disk (docker compose logs backrest, df -h). Slackwater retries; until then its datasets are backed up without Backrest.");
            default -> throw e;
        }
    }

    private void refuse(String id, String what, String remedy) {
        refusals.put(id, new Refusal(new Conflict(BackrestSubject.repository(id), what, remedy), clock.instant()));
    }
}
