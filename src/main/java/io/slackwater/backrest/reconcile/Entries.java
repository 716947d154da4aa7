package io.slackwater.backrest.reconcile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.ProtoJson;
import io.slackwater.policy.Policy;
import io.slackwater.policy.RepositoryPolicy;
import io.slackwater.repository.RepositoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Backrest should have for one dataset: its plan, and the entry of the plan's repository. An edit of either counts from the next
 * backup on: Backrest would store other files, unfrozen, or forget by a retention of its own what was verified.
 */
public final class Entries {

    /** A schedule or a check harms no backup; of another repository {@link Destination} tells. */
    private static final List<String> HARMLESS = List.of("repo", "schedule", "checkPolicy");

    /** Always the same in ours, so that it is an edit when one differs, whatever else the policy changed. By these it forgets. */
    private static final List<String> FORGETS = List.of("retention", "forgetPolicy", "prunePolicy");

    private final ObjectNode plan;
    private final ObjectNode repository;

    private Entries(ObjectNode plan, ObjectNode repository) {
        this.plan = plan;
        this.repository = repository;
    }

    /**
     * Whether an entry of ours cannot stay as it is until Backrest rests: with the next backup that is in its queue it would forget what
     * was verified, or store what nobody froze.
     *
     * @param fields in which it differs
     * @param edited whether somebody else changed it, and not the policy or the dataset
     */
    static boolean harms(List<String> fields, boolean edited) {
        return fields.stream().anyMatch(field -> FORGETS.contains(field) || (edited && !HARMLESS.contains(field)));
    }

    static Entries of(ObjectNode plan, ObjectNode repository) {
        return new Entries(plan, repository);
    }

    /** Empty when it cannot be said now, for a reason that the last look at Backrest's configuration has told. */
    public static Optional<Entries> of(
            Policy policy, PlannedDataset dataset, BackrestView view, PolicyRepositories known) {
        RepositoryPolicy repository = policy.repositories().get(dataset.repository());
        if (repository == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Entries(
                    new PlanShape(policy.instance(), view, policy.limits()).of(dataset),
                    RepositoryShape.of(repository, known.environment(repository.id()), view)));
        } catch (RepositoryException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Says why Backrest must make no backup with its entries as they are. What is not ours in them is left alone. */
    Optional<Conflict> changed(ObjectNode isPlan, @Nullable ObjectNode isRepository) {
        return changed("plan", plan, isPlan, PlanShape.FIELDS)
                .or(() -> isRepository == null
                        ? Optional.empty()
                        : changed("repository", repository, isRepository, RepositoryShape.FIELDS));
    }

    private static Optional<Conflict> changed(String kind, ObjectNode wanted, ObjectNode is, List<String> fields) {
        List<String> differing = new ArrayList<>(ProtoJson.differences(is, wanted, fields));
        differing.removeAll(HARMLESS);
        if (differing.isEmpty()) {
            return Optional.empty();
        }
        String id = wanted.path("id").asText();
        return Optional.of(new Conflict(
                kind + " " + id,
                "Backrest's %s '%s' is not as Slackwater wrote it (%s), so what it stored or forgot now would not be safe."
                        .formatted(kind, id, String.join(", ", differing)),
                "It is put back by itself at Slackwater's next look, however much Backrest has to do; until then %s backed up without Backrest."
                        .formatted(kind.equals("plan") ? "the dataset is" : "its datasets are"),
                true));
    }

    @Override
    public String toString() {
        return "entries of plan " + plan.path("id").asText();
    }
}
