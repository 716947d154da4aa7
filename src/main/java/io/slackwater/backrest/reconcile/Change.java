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
        return Entries.harms(fields.stream().map(FieldEdit::field).toList(), true)
                ? "A backup with this edit could store inconsistent data or remove verified snapshots."
                : "Slackwater's policy decides these fields (policy.yml).";
    }
}
