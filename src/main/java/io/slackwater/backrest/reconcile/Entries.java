package io.slackwater.backrest.reconcile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.ProtoJson;
import io.slackwater.discovery.Dataset;
import io.slackwater.policy.Policy;
import io.slackwater.policy.RepositoryPolicy;
import io.slackwater.repository.RepositoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The plan and the repository entry that Backrest should have for one dataset. Loss prevented: with an edit of either, the next backup
 * stores other files, unfrozen, or forgets verified snapshots.
 */
public final class Entries {

    /** A schedule or a check harms no backup. */
    private static final List<String> HARMLESS = List.of("schedule", "checkPolicy");

    /** Slackwater always writes the same values, so a difference is an edit. Backrest forgets by these fields. */
    private static final List<String> FORGETS = List.of("retention", "forgetPolicy", "prunePolicy");

    private final ObjectNode plan;
    private final ObjectNode repository;

    private Entries(ObjectNode plan, ObjectNode repository) {
        this.plan = plan;
        this.repository = repository;
    }

    /**
     * Whether a difference must be repaired at once. Loss prevented: the next queued backup would forget verified snapshots or store
     * unfrozen files.
     *
     * @param fields that differ
     * @param edited whether a user made the difference, not the policy or the dataset
     */
    static boolean harms(List<String> fields, boolean edited) {
        return fields.stream().anyMatch(field -> FORGETS.contains(field) || (edited && !HARMLESS.contains(field)));
    }

    /** Empty when the entries cannot be built now; the last pass says why. */
    static Optional<Entries> of(
            Policy policy, Dataset dataset, RepositoryPolicy repository, BackrestView view, PolicyRepositories known) {
        try {
            return Optional.of(new Entries(
                    new PlanShape(policy.instance(), view, policy.limits()).of(dataset, repository.id()),
                    RepositoryShape.of(repository, known.environment(repository.id()), view)));
        } catch (RepositoryException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Why Backrest must make no backup by its present plan. Fields that Slackwater does not write are ignored. */
    Optional<Conflict> changedPlan(ObjectNode is) {
        return changed(BackrestSubject.plan(id(plan)), plan, is, PlanShape.FIELDS);
    }

    /** Why Backrest must make no backup into its present repository. */
    Optional<Conflict> changedRepository(ObjectNode is) {
        return changed(BackrestSubject.repository(id(repository)), repository, is, RepositoryShape.FIELDS);
    }

    private static String id(ObjectNode entry) {
        return entry.path("id").asText();
    }

    private static Optional<Conflict> changed(
            BackrestSubject subject, ObjectNode wanted, ObjectNode is, List<String> fields) {
        List<String> differing = new ArrayList<>(ProtoJson.differences(is, wanted, fields));
        differing.removeAll(HARMLESS);
        if (differing.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Conflict(
                        subject,
                        "Backrest's %s is not as Slackwater wrote it (%s), so a backup with it would not be safe."
                                .formatted(subject, String.join(", ", differing)),
                        "Slackwater reverts it within seconds. Until then the datasets concerned are backed up without Backrest."));
    }
}
