package io.slackwater.backrest.reconcile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * The repository where a dataset's backups belong. Loss prevented: Backrest finds a repository by name, and a backup into another
 * repository of that name is no backup.
 *
 * @param instance the policy's; the Backrest of another instance stores under its own name
 * @param repository its name, in the policy and in Backrest
 * @param restic the pinned restic id
 * @param entries as Backrest should have them; empty when they cannot be built now, and then they are not compared
 */
public record Destination(
        String dataset, String instance, String repository, String uri, String restic, Optional<Entries> entries) {

    /** The subject of two different instances. */
    public static final String INSTANCE = "instance";

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
        Optional<Conflict> otherInstance = otherInstance(config.path(INSTANCE).asText(), instance);
        if (otherInstance.isPresent()) {
            return otherInstance;
        }
        String target = plan.path("repo").asText();
        if (!target.equals(repository)) {
            return Optional.of(
                    new Conflict(
                            "plan " + dataset,
                            "Backrest's plan '%s' stores into its repository '%s', not into '%s'."
                                    .formatted(dataset, target, repository),
                            "Slackwater reverts it when Backrest is idle; until then the dataset is backed up without Backrest."));
        }
        return conflict(config, repository, uri, restic)
                .or(() -> entries.flatMap(ours -> ours.changed(
                        plan, ReconcileDecision.byId(config, "repos").get(repository))));
    }

    /** Why Backrest must not use its repository of that name; empty when it has none. */
    private static Optional<Conflict> conflict(ObjectNode config, String repository, String uri, String restic) {
        ObjectNode is = ReconcileDecision.byId(config, "repos").get(repository);
        return is == null
                ? Optional.empty()
                : otherRepository(repository, is, restic, uri)
                        .or(() -> elsewhere(repository, is.path("uri").asText(), uri));
    }

    /** Why a Backrest of that instance does not belong to this Slackwater. */
    static Optional<Conflict> otherInstance(String is, String wanted) {
        return is.equals(wanted)
                ? Optional.empty()
                : Optional.of(
                        new Conflict(
                                INSTANCE,
                                "Backrest's instance is '%s', the policy's is '%s': its snapshots belong to another instance."
                                        .formatted(is, wanted),
                                "Nothing is written to Backrest, and the datasets are backed up without it. Make both instances equal, then docker compose restart slackwater. Or give Slackwater the address of its own Backrest."));
    }

    private static Optional<Conflict> elsewhere(String repository, String is, String uri) {
        return is.equals(uri)
                ? Optional.empty()
                : Optional.of(
                        new Conflict(
                                "repository " + repository,
                                "Backrest's repository '%s' is at %s, the policy's is at %s."
                                        .formatted(repository, is, uri),
                                "Slackwater reverts it when Backrest is idle; until then its datasets are backed up without Backrest."));
    }

    /** Why Backrest's repository of that name is another repository, whatever its address. */
    static Optional<Conflict> otherRepository(String id, ObjectNode is, String restic, String uri) {
        String subject = "repository " + id;
        String guid = is.path("guid").asText();
        String origin = is.path("originInstanceId").asText();
        if (!origin.isEmpty()) {
            return Optional.of(new Conflict(
                    subject,
                    "Backrest has a repository '%s' that another Backrest, '%s', shares with it.".formatted(id, origin),
                    "Its datasets are backed up without Backrest. Give the policy's repository another name."));
        }
        if (!guid.equals(restic)) {
            return Optional.of(new Conflict(
                    subject,
                    "Backrest's repository '%s' has the restic id %s, the policy's is pinned as %s: it is another repository."
                            .formatted(id, guid.isEmpty() ? "(none)" : guid, restic),
                    "Slackwater leaves it alone, and its datasets are backed up without Backrest. If Backrest sees another directory under %s, correct its mounts. Then delete the plans of repository '%s' on Backrest's page, and the repository: its data stay, and Slackwater adds both again. If the repository is your own, rename the policy's."
                            .formatted(uri, id)));
        }
        return Optional.empty();
    }
}
