package io.slackwater.backrest.reconcile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * The repository where a dataset's backups belong. Loss prevented: Backrest finds a repository by name, and a backup into another
 * repository of that name is no backup.
 *
 * @param instance the policy's; the Backrest of another instance stores under its own name
 * @param restic the pinned restic id
 * @param entries as Backrest should have them; empty when they cannot be built now, and then they are not compared
 */
public record Destination(String dataset, String instance, String restic, Optional<Entries> entries) {

    /** Whether Backrest has the dataset's plan; a new dataset gets one when Backrest is idle. */
    public boolean planned(ObjectNode config) {
        return ReconcileDecision.byId(config, "plans").containsKey(dataset);
    }

    /** Why Backrest must not store the dataset. A missing plan or repository is no conflict: Backrest stores nothing then. */
    public Optional<Conflict> conflict(ObjectNode config) {
        ObjectNode plan = ReconcileDecision.byId(config, "plans").get(dataset);
        if (plan == null) {
            return Optional.empty();
        }
        Optional<Conflict> changed = otherInstance(config.path("instance").asText(), instance)
                .or(() -> entries.flatMap(ours -> ours.changedPlan(plan)));
        String target = plan.path("repo").asText();
        ObjectNode is = ReconcileDecision.byId(config, "repos").get(target);
        return changed.isPresent() || is == null
                ? changed
                : otherRepository(target, is, restic).or(() -> entries.flatMap(ours -> ours.changedRepository(is)));
    }

    /** Why a Backrest of that instance does not belong to this Slackwater. */
    static Optional<Conflict> otherInstance(String is, String wanted) {
        return is.equals(wanted)
                ? Optional.empty()
                : Optional.of(
                        new Conflict(
                                BackrestSubject.of(BackrestSubject.Kind.INSTANCE),
                                "Backrest's instance is '%s', the policy's is '%s': its snapshots belong to another instance."
                                        .formatted(is, wanted),
                                "Nothing is written to Backrest, and the datasets are backed up without it. Make both instances equal, then docker compose restart slackwater. Or give Slackwater the address of its own Backrest."));
    }

    /** Why Backrest's repository of that name is another repository, whatever its address. */
    static Optional<Conflict> otherRepository(String id, ObjectNode is, String restic) {
        String guid = is.path("guid").asText();
        String origin = is.path("originInstanceId").asText();
        if (!origin.isEmpty()) {
            return Optional.of(new Conflict(
                    BackrestSubject.repository(id),
                    "Backrest has a repository '%s' that another Backrest, '%s', shares with it.".formatted(id, origin),
                    "Its datasets are backed up without Backrest. Give the policy's repository another name."));
        }
        if (!guid.equals(restic)) {
            return Optional.of(new Conflict(
                    BackrestSubject.repository(id),
                    "Backrest's repository '%s' has the restic id %s, the policy's is pinned as %s: it is another repository."
                            .formatted(id, guid.isEmpty() ? "(none)" : guid, restic),
                    "Slackwater leaves it alone, and its datasets are backed up without Backrest. If Backrest sees another directory under %s, correct its mounts. Then delete the plans of repository '%s' on Backrest's page, and the repository: its data stay, and Slackwater adds both again. If the repository is your own, rename the policy's."
                            .formatted(is.path("uri").asText(), id)));
        }
        return Optional.empty();
    }
}
