package io.slackwater.backrest.reconcile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.BackrestException.Reason;
import io.slackwater.repository.PolicyRepositories;
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
 * Checks a repository with Slackwater's restic and with Backrest's before Backrest adds it. Loss prevented: if the
 * repository is missing, Backrest's {@code AddRepo} would initialise an empty one in its place.
 */
final class NewRepositories {

    /**
     * The wait before a failed check is repeated. Loss prevented: the check of an unreachable repository takes minutes,
     * and would delay the correction of each edit.
     */
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

    /** Returns why repositories are not added. */
    List<Conflict> conflicts() {
        return refusals.values().stream().map(Refusal::conflict).toList();
    }

    /**
     * Deletes the problems of all repositories except these. The others are in Backrest by now, or no longer in the
     * policy.
     */
    void keep(Set<String> missing) {
        refusals.keySet().retainAll(missing);
    }

    /** Whether the repository may be checked now. */
    boolean due(String id) {
        Refusal refusal = refusals.get(id);
        return refusal == null || !clock.instant().isBefore(refusal.at().plus(RETRY_AFTER));
    }

    /**
     * Returns the pinned restic id, which Slackwater recorded beside the key at the first use. A repository without one
     * is opened first. Empty when that failed.
     */
    Optional<String> pin(String id) throws InterruptedException {
        try {
            Optional<String> pinned = repositories.pinnedId(id);
            return pinned.isPresent() || !due(id) ? pinned : Optional.of(repositories.open(id));
        } catch (RepositoryException e) {
            refuse(id, String.valueOf(e.getMessage()), "It is added to Backrest once it can be opened.");
            return Optional.empty();
        }
    }

    /**
     * Whether Backrest may add the repository. Slackwater's restic must open the pinned repository, and Backrest's
     * restic a repository at the same address.
     */
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
                    "Slackwater sees the repository at %s, but Backrest does not.".formatted(uri),
                    "Mount %s into Backrest at the same path, or give it the same network access.".formatted(uri));
        } catch (BackrestException e) {
            refuseOrThrow(id, e);
        }
        return false;
    }

    /**
     * Records a failure that concerns only this repository. Throws the exception again if it concerns Backrest itself.
     */
    void refuseOrThrow(String id, BackrestException e) throws BackrestException {
        switch (e.reason()) {
            case Reason.FAILED, Reason.REFUSED ->
                refuse(
                        id,
                        "Backrest cannot use the repository: %s".formatted(e.getMessage()),
                        "Mount the same keys and repositories into Backrest as into Slackwater, and check Backrest's disk (docker compose logs backrest, df -h). Slackwater tries again; until then the repository's datasets are backed up without Backrest.");
            default -> throw e;
        }
    }

    private void refuse(String id, String what, String remedy) {
        refusals.put(id, new Refusal(new Conflict(BackrestSubject.repository(id), what, remedy), clock.instant()));
    }
}
