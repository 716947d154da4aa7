package io.slackwater.backrest.reconcile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.ProtoJson;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The repository into which a dataset's backups belong. Backrest finds a repository by its name. Loss prevented:
 * Backrest would store into another repository of that name. After an edit, Backrest could store other files, read a
 * running container's files, or remove verified snapshots.
 *
 * @param restic the pinned restic id
 * @param desired the dataset's plan and repository as Backrest should have them. What cannot be built now is not
 *     compared
 */
public record Destination(String dataset, String restic, DesiredState desired) {

    /**
     * Returns why Backrest must not store the dataset; empty when it may. A missing plan or repository is no reason,
     * because Backrest then stores nothing.
     */
    public Optional<Conflict> conflict(ObjectNode config) {
        ObjectNode plan = ReconcileDecision.byId(config, "plans").get(dataset);
        if (plan == null) {
            return Optional.empty();
        }
        String target = plan.path("repo").asText();
        ObjectNode repository = ReconcileDecision.byId(config, "repos").get(target);
        return otherInstance(config.path("instance").asText(), desired.instance())
                .or(() -> edited(BackrestSubject.plan(dataset), desired.plans().get(dataset), plan, PlanShape.FIELDS))
                .or(() -> repository == null ? Optional.empty() : otherRepository(target, repository, restic))
                .or(() -> edited(
                        BackrestSubject.repository(target),
                        desired.repositories().get(target),
                        repository,
                        RepositoryShape.FIELDS));
    }

    /** Returns the problem if a field differs whose edit does harm. Other fields do not matter. */
    private static Optional<Conflict> edited(
            BackrestSubject subject, @Nullable ObjectNode wanted, @Nullable ObjectNode is, List<String> fields) {
        if (wanted == null || is == null) {
            return Optional.empty();
        }
        List<String> differing = ProtoJson.differences(is, wanted, fields).stream()
                .filter(field -> Change.harms(field, true))
                .toList();
        return differing.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Conflict(
                                subject,
                                "Backrest's %s is not as Slackwater wrote it (%s), so a backup with it would not be safe."
                                        .formatted(subject, String.join(", ", differing)),
                                "Slackwater reverts the edit within seconds. Until then the affected datasets are backed up without Backrest."));
    }

    /** Returns the problem if Backrest has another instance name than the policy. */
    static Optional<Conflict> otherInstance(String is, String wanted) {
        return is.equals(wanted)
                ? Optional.empty()
                : Optional.of(
                        new Conflict(
                                BackrestSubject.of(BackrestSubject.SubjectKind.INSTANCE),
                                "Backrest's instance is '%s', the policy's is '%s': its snapshots belong to another instance."
                                        .formatted(is, wanted),
                                "Nothing is written to Backrest, and the datasets are backed up without it. Make both instances equal, then docker compose restart slackwater. Or give Slackwater the address of its own Backrest."));
    }

    /**
     * Returns the problem if Backrest's repository with that name has another restic id, or belongs to another
     * Backrest.
     */
    static Optional<Conflict> otherRepository(String id, ObjectNode is, String restic) {
        String guid = is.path("guid").asText();
        String origin = is.path("originInstanceId").asText();
        if (!origin.isEmpty()) {
            return Optional.of(new Conflict(
                    BackrestSubject.repository(id),
                    "Backrest's repository '%s' comes from another Backrest, instance '%s'.".formatted(id, origin),
                    "Its datasets are backed up without Backrest. Give the policy's repository another name."));
        }
        if (!guid.equals(restic)) {
            return Optional.of(new Conflict(
                    BackrestSubject.repository(id),
                    "Backrest's repository '%s' has the restic id %s, but the policy's repository has %s: it is another repository."
                            .formatted(id, guid.isEmpty() ? "(none)" : guid, restic),
                    "Slackwater does not use it, and its datasets are backed up without Backrest. If secrets/keys/%1$s.id was changed, put it back with the id of Backrest's repository. If Backrest sees another directory under %2$s, correct its mounts. If the repository is your own, rename the policy's repository. Only if a new repository replaces a lost one: on Backrest's page delete the plans of repository '%1$s', and the repository. Its data stay, and Slackwater adds both again."
                            .formatted(id, is.path("uri").asText())));
        }
        return Optional.empty();
    }
}
