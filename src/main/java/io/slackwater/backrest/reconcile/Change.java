package io.slackwater.backrest.reconcile;

import io.slackwater.journal.FieldEdit;
import io.slackwater.journal.Revert;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * A change that Slackwater made in Backrest's configuration.
 *
 * @param detail the changed fields; contains no secret
 * @param fields the user's edits that were undone; empty for other changes
 */
public record Change(Action action, BackrestSubject subject, String detail, List<FieldEdit> fields) {

    /** Fields whose edits do no harm to a backup. */
    private static final List<String> HARMLESS = List.of("schedule", "checkPolicy");

    /**
     * Fields by which Backrest removes snapshots. Slackwater always writes the same values, so a difference is an edit.
     */
    private static final List<String> FORGETS = List.of("retention", "forgetPolicy", "prunePolicy");

    /** Makes a change that undoes no edit. */
    public Change(Action action, BackrestSubject subject, String detail) {
        this(action, subject, detail, List.of());
    }

    /** The kind of a change. */
    public enum Action {
        SET,
        ADDED,
        /** The policy or the dataset changed. */
        UPDATED,
        /** A user edited or removed an entry of Slackwater. */
        PUT_BACK,
        REMOVED;

        /** The word in the audit log and the API. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Whether a difference must be corrected at once, even if Backrest is busy. Loss prevented: the next queued backup
     * would remove verified snapshots, or store files of a running container.
     *
     * @param edited whether a user's edit made the difference, instead of a change of the policy or the dataset
     */
    static boolean harms(String field, boolean edited) {
        return FORGETS.contains(field) || (edited && !HARMLESS.contains(field));
    }

    /** Returns the record of an undone edit. */
    Revert revert(Instant at) {
        return new Revert(at, subject.toString(), Revert.WHO, why(), fields);
    }

    private String why() {
        if (fields.isEmpty()) {
            return subject.kind() == BackrestSubject.SubjectKind.PLAN
                    ? "The plan was removed in Backrest, but its dataset still exists and needs it."
                    : "The repository was removed in Backrest, but the policy still has it.";
        }
        return fields.stream().anyMatch(edit -> harms(edit.field(), true))
                ? "A backup with this edit could store inconsistent data or remove verified snapshots."
                : "Slackwater's policy decides these fields (policy.yml).";
    }
}
