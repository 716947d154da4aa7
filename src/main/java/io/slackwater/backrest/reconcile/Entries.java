package io.slackwater.backrest.reconcile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.ProtoJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The plan and the repository entry that Backrest should have for one dataset. Loss prevented: after an edit, a backup
 * could store other files, read a running container's files, or remove verified snapshots.
 */
public record Entries(ObjectNode plan, ObjectNode repository) {

    /** Fields whose edits do no harm to a backup. */
    private static final List<String> HARMLESS = List.of("schedule", "checkPolicy");

    /**
     * Fields by which Backrest removes snapshots. Slackwater always writes the same values, so a difference is an edit.
     */
    private static final List<String> FORGETS = List.of("retention", "forgetPolicy", "prunePolicy");

    /**
     * Whether a difference must be corrected at once, even if Backrest is busy. Loss prevented: the next queued backup
     * would remove verified snapshots, or store files of a running container.
     *
     * @param fields the fields that differ
     * @param edited whether a user's edit made the difference, instead of a change of the policy or the dataset
     */
    static boolean harms(List<String> fields, boolean edited) {
        return fields.stream().anyMatch(field -> FORGETS.contains(field) || (edited && !HARMLESS.contains(field)));
    }

    /**
     * Returns why Backrest must make no backup by its current plan; empty when it may. Fields that Slackwater does not
     * write do not matter.
     */
    Optional<Conflict> changedPlan(ObjectNode is) {
        return changed(BackrestSubject.plan(id(plan)), plan, is, PlanShape.FIELDS);
    }

    /** Returns why Backrest must make no backup into its current repository; empty when it may. */
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
                        "Slackwater reverts the edit within seconds. Until then the affected datasets are backed up without Backrest."));
    }
}
