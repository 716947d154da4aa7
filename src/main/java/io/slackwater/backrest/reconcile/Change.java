package io.slackwater.backrest.reconcile;

import io.slackwater.journal.FieldEdit;
import java.util.List;

/**
 * One change of Slackwater in Backrest's configuration.
 *
 * @param subject {@code plan shop.db.app}, {@code repository critical}, {@code instance}
 * @param detail which fields; never a value that could be a secret
 * @param fields the reverted fields; empty when no field was reverted
 */
public record Change(Action action, String subject, String detail, List<FieldEdit> fields) {

    /** A change that reverts no field. */
    public Change(Action action, String subject, String detail) {
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
}
