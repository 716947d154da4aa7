package io.slackwater.schedule;

import io.slackwater.journal.RepositoryStore;
import io.slackwater.journal.VerdictStore;
import java.util.Optional;
import java.util.Set;

/**
 * A dataset that discovery found, with what the journal knows of it.
 *
 * @param plan the plan it belongs to
 * @param backedUp whether it has a verified snapshot, and the newest one can be restored by this policy
 * @param open whether a run of it is queued or working now
 * @param last what became of its newest run; empty when it never had one
 */
public record KnownDataset(String id, String plan, boolean backedUp, boolean open, Optional<LastRun> last) {

    /**
     * A newest snapshot in a repository that the policy does not have any more is none: nobody can restore it from here.
     *
     * @param repositories the policy's
     */
    static boolean backedUp(
            VerdictStore verdicts, RepositoryStore repositoryStates, String dataset, Set<String> repositories) {
        return verdicts.of(dataset).stream()
                .findFirst()
                .filter(newest -> repositoryStates
                        .absent(newest.repository(), repositories)
                        .isEmpty())
                .isPresent();
    }
}
