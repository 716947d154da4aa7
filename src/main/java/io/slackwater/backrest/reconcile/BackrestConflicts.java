package io.slackwater.backrest.reconcile;

import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.discovery.Dataset;
import io.slackwater.policy.Policy;
import io.slackwater.policy.RepositoryPolicy;
import io.slackwater.repository.PolicyRepositories;
import io.slackwater.repository.RepositoryException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Finds reasons why Backrest must not store a dataset. Examples are equal host names, an unusable token file and
 * another instance name. Others are another repository of the same name and an edited plan. Loss prevented: a backup
 * would go into a wrong repository, or a plan would remove snapshots. Safe for use by several threads.
 *
 * @param prerequisites checks that do not ask Backrest; each of them can prevent all backups through Backrest
 */
public record BackrestConflicts(
        BackrestClient client,
        PolicyRepositories repositories,
        BackrestProvisioning provisioning,
        List<Supplier<Optional<Conflict>>> prerequisites) {

    private static final Logger LOG = Logger.getLogger(BackrestConflicts.class);

    private Optional<Conflict> prerequisite() {
        return prerequisites.stream()
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Returns the reason that is known without asking Backrest; empty when none is known. */
    public Optional<Conflict> known(String repository) {
        return prerequisite().or(() -> ofLastPass(repository));
    }

    private Optional<Conflict> ofLastPass(String repository) {
        return provisioning.last().flatMap(outcome -> of(repository, outcome.conflicts()));
    }

    static Optional<Conflict> of(String repository, List<Conflict> conflicts) {
        return conflicts.stream()
                .filter(one -> one.subject().equals(BackrestSubject.repository(repository))
                        || one.subject().kind() == BackrestSubject.SubjectKind.INSTANCE)
                .findFirst();
    }

    /**
     * Asks Backrest and returns the reason; empty when there is none. If Backrest does not answer, the last comparison
     * decides.
     */
    public Optional<Conflict> now(Dataset dataset, Policy policy) throws InterruptedException {
        Optional<Conflict> everywhere = prerequisite();
        Optional<RepositoryPolicy> target = DesiredState.repository(policy, dataset);
        if (everywhere.isPresent() || target.isEmpty()) {
            return everywhere;
        }
        String repository = target.get().id();
        try {
            Optional<String> restic = repositories.pinnedId(repository);
            if (restic.isEmpty()) {
                return Optional.empty();
            }
            return new Destination(dataset.id(), restic.get(), provisioning.desired(policy, List.of(dataset)))
                    .conflict(client.config());
        } catch (BackrestException | RepositoryException e) {
            LOG.debugf(
                    "Backrest's configuration cannot be compared now repository=%s reason=%s",
                    repository, e.getMessage());
            return ofLastPass(repository);
        }
    }
}
