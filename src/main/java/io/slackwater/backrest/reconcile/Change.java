package io.slackwater.backrest.reconcile;

import io.slackwater.journal.FieldEdit;
import io.slackwater.journal.Revert;
import java.time.Instant;
import java.util.List;

/**
 * One change of Slackwater in Backrest's configuration.
 *
 * @param detail which fields; never a value that could be a secret
 * @param fields the reverted fields; empty when no field was reverted
 */
public record Change(Action action, BackrestSubject subject, String detail, List<FieldEdit> fields) {

    /** A change that reverts no field. */
    public Change(Action action, BackrestSubject subject, String detail) {
        this(action, subject, detail, List.of());
    }

    /** Why it was changed. */
    public enum Action {
        SET("set"),
        ADDED("added"),
        /** The policy or the dataset changed. */
        UPDATED("updated"),
        /** A user edited or removed an entry of Slackwater. */
        PUT_BACK("put-back"),
        REMOVED("removed");

        private final String word;

        Action(String word) {
            this.word = word;
        }

        /** For the audit trail and the API. */
        public String word() {
            return word;
        }
    }

    /** The revert of a user's edit, for a change that put an entry back. */
    Revert revert(Instant at) {
        return new Revert(at, subject.toString(), Revert.WHO, why(), fields);
    }

    private String why() {
        if (fields.isEmpty()) {
            return subject.kind() == BackrestSubject.Kind.PLAN
                    ? "The plan was removed in Backrest. Its dataset still exists, and Slackwater owns the plan of each dataset."
                    : "The repository was removed in Backrest. The policy still names it.";
        }
        return Entries.harms(fields.stream().map(FieldEdit::field).toList(), true)
                ? "A backup with this edit could store inconsistent data, or forget verified snapshots."
                : "Slackwater's policy decides these fields (policy.yml).";
    }
}
