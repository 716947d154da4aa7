package io.slackwater.backrest.reconcile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.BackrestUser;
import io.slackwater.backrest.client.ProtoJson;
import io.slackwater.backrest.reconcile.Change.Action;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares Backrest's configuration with the desired state, and decides what to write. Changes only entries that
 * Slackwater wrote. A user's entry with the same id is reported as a problem. Pure.
 */
public final class ReconcileDecision {

    private final DesiredState desired;
    private final Ownership owned;
    private final Map<String, String> pinned;
    private final ObjectNode actual;
    private final List<Consumer<ObjectNode>> edits = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<Conflict> conflicts = new ArrayList<>();
    private final List<ObjectNode> missing = new ArrayList<>();
    private final SortedSet<String> orphans = new TreeSet<>();
    private final Set<String> usable = new TreeSet<>();
    private boolean urgent;

    private ReconcileDecision(DesiredState desired, Ownership owned, Map<String, String> pinned, ObjectNode actual) {
        this.desired = desired;
        this.owned = owned;
        this.pinned = pinned;
        this.actual = actual;
        conflicts.addAll(desired.problems());
    }

    /**
     * The result of the comparison.
     *
     * @param config the whole configuration to write; empty when nothing changes
     * @param changes the differences
     * @param missing repositories that must be added first; their plans follow in a later round
     * @param orphans plans of Slackwater whose dataset no longer exists, including plans that the write removes
     * @param blocked whether nothing may be written
     * @param urgent whether the write must not wait until Backrest is idle, because an edit would harm the next backup
     */
    record Decision(
            Optional<ObjectNode> config,
            List<Change> changes,
            List<ObjectNode> missing,
            List<Conflict> conflicts,
            SortedSet<String> orphans,
            boolean blocked,
            boolean urgent) {}

    /**
     * Makes the comparison.
     *
     * @param actual Backrest's configuration
     * @param pinned the restic ids of the policy's repositories; a repository without one is skipped
     * @param released plans without a dataset that may be removed
     * @param user returns the user to create in a Backrest without users; called only for such a Backrest
     */
    static Decision decide(
            DesiredState desired,
            ObjectNode actual,
            Ownership owned,
            Map<String, String> pinned,
            Set<String> released,
            Supplier<Optional<BackrestUser>> user) {
        ReconcileDecision decision = new ReconcileDecision(desired, owned, pinned, actual);
        if (!decision.instance(user)) {
            return decision.result(true);
        }
        decision.repositories();
        decision.plans();
        decision.orphans(released);
        return decision.result(false);
    }

    private Decision result(boolean blocked) {
        // Every beat compares all plans, so an unchanged configuration is not copied.
        ObjectNode copy = edits.isEmpty() ? actual : actual.deepCopy();
        edits.forEach(edit -> edit.accept(copy));
        return new Decision(
                edits.isEmpty() ? Optional.empty() : Optional.of(copy),
                List.copyOf(changes),
                List.copyOf(missing),
                List.copyOf(conflicts),
                orphans,
                blocked,
                urgent);
    }

    private boolean instance(Supplier<Optional<BackrestUser>> user) {
        String is = actual.path("instance").asText();
        String wanted = desired.instance();
        if (is.equals(wanted)) {
            return true;
        }
        if (!is.isEmpty()) {
            conflicts.add(Destination.otherInstance(is, wanted).orElseThrow());
            return false;
        }
        boolean fresh = actual.path("repos").isEmpty()
                && actual.path("plans").isEmpty()
                && actual.path("auth").path("users").isEmpty();
        edits.add(config -> config.put("instance", wanted));
        changes.add(new Change(Action.SET, BackrestSubject.of(BackrestSubject.SubjectKind.INSTANCE), wanted));
        Optional<BackrestUser> created = fresh ? user.get() : Optional.empty();
        created.ifPresent(first -> {
            edits.add(config -> config.putObject("auth")
                    .putArray("users")
                    .addObject()
                    .put("name", first.name())
                    .put("passwordBcrypt", first.passwordBcrypt()));
            changes.add(new Change(
                    Action.SET,
                    new BackrestSubject(BackrestSubject.SubjectKind.USER, first.name()),
                    "Backrest now requires sign-in"));
        });
        return true;
    }

    private void repositories() {
        Map<String, ObjectNode> there = byId(actual, "repos");
        desired.repositories().forEach((id, wanted) -> {
            ObjectNode is = there.get(id);
            if (!pinned.containsKey(id)) {
                return;
            }
            if (is == null) {
                missing.add(wanted);
                return;
            }
            Optional<Conflict> conflict = conflict(id, is, wanted);
            if (conflict.isPresent()) {
                conflicts.add(conflict.get());
                return;
            }
            usable.add(id);
            revert(
                    "repos",
                    BackrestSubject.repository(id),
                    owned.repositories().get(id),
                    is,
                    wanted,
                    RepositoryShape.FIELDS);
        });
    }

    private Optional<Conflict> conflict(String id, ObjectNode is, ObjectNode wanted) {
        boolean ours = owned.repositories().containsKey(id) || RepositoryShape.marked(is, wanted);
        return Destination.otherRepository(id, is, String.valueOf(pinned.get(id)))
                .or(() -> ours ? Optional.empty() : Optional.of(foreign(id)));
    }

    private static Conflict foreign(String id) {
        return new Conflict(
                BackrestSubject.repository(id),
                "Backrest has a repository '%s' that was not made by Slackwater.".formatted(id),
                "Delete its plans on Backrest's page, then the repository (its data stay): Slackwater adds both again with its own key. Or give the policy's repository another name.");
    }

    private void plans() {
        Map<String, ObjectNode> there = byId(actual, "plans");
        desired.plans().forEach((id, wanted) -> {
            if (!usable.contains(wanted.path("repo").asText())) {
                return;
            }
            ObjectNode is = there.get(id);
            if (is == null) {
                edits.add(config -> config.withArray("plans").add(wanted.deepCopy()));
                String before = owned.plans().get(id);
                changes.add(new Change(
                        before == null ? Action.ADDED : Action.PUT_BACK,
                        BackrestSubject.plan(id),
                        before == null ? "for a dataset without a plan" : "it was removed in Backrest"));
                return;
            }
            if (!owned.plans().containsKey(id) && !PlanShape.marked(is)) {
                conflicts.add(
                        new Conflict(
                                BackrestSubject.plan(id),
                                "Backrest has a plan '%s' that was not made by Slackwater.".formatted(id),
                                "Rename or remove it in Backrest's page. Until then the dataset is backed up without Backrest."));
                return;
            }
            revert("plans", BackrestSubject.plan(id), owned.plans().get(id), is, wanted, PlanShape.FIELDS);
        });
    }

    private void revert(
            String list,
            BackrestSubject subject,
            @Nullable String print,
            ObjectNode is,
            ObjectNode wanted,
            List<String> all) {
        List<String> fields = ProtoJson.differences(is, wanted, all);
        if (fields.isEmpty()) {
            return;
        }
        edits.add(config ->
                ProtoJson.take(Objects.requireNonNull(byId(config, list).get(subject.id())), wanted, all));
        boolean edited = print == null || print.equals(Ownership.print(wanted));
        urgent |= fields.stream().anyMatch(field -> Change.harms(field, edited));
        changes.add(new Change(
                edited ? Action.PUT_BACK : Action.UPDATED,
                subject,
                String.join(", ", fields)
                        + (edited ? " differed from what Slackwater wrote" : " changed by the policy or the dataset"),
                edited
                        ? fields.stream()
                                .map(field -> MaskedField.edit(field, is.path(field), wanted.path(field)))
                                .toList()
                        : List.of()));
    }

    private void orphans(Set<String> released) {
        byId(actual, "plans").forEach((id, is) -> {
            boolean wanted = desired.plans().containsKey(id) || desired.held().contains(id);
            boolean ours = owned.plans().containsKey(id) || PlanShape.marked(is);
            if (wanted || !ours) {
                return;
            }
            if (released.contains(id)) {
                edits.add(config -> config.withArray("plans")
                        .removeIf(plan -> plan.path("id").asText().equals(id)));
                changes.add(new Change(
                        Action.REMOVED,
                        BackrestSubject.plan(id),
                        "it has no dataset, and no snapshots are left or an admin removed it"));
            }
            orphans.add(id);
        });
    }

    public static Map<String, ObjectNode> byId(ObjectNode config, String field) {
        Map<String, ObjectNode> entries = new LinkedHashMap<>();
        config.path(field).forEach(entry -> {
            if (entry instanceof ObjectNode object) {
                entries.put(object.path("id").asText(), object);
            }
        });
        return entries;
    }
}
