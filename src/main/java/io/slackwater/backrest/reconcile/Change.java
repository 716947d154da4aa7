package io.slackwater.backrest.reconcile;

import java.util.List;

/**
 * One thing that we changed in Backrest's configuration.
 *
 * @param subject {@code plan shop.db.app}, {@code repository critical}, {@code instance}
 * @param detail which fields; never a value that could be a secret
 * @param fields what somebody else edited; empty when it was not an edit of fields
 */
public record Change(Action action, String subject, String detail, List<FieldEdit> fields) {

    /** One that puts no field back. */
    public Change(Action action, String subject, String detail) {
        this(action, subject, detail, List.of());
    }

    /** Why it was changed. */
    public enum Action {
        SET("set"),
        ADDED("added"),
        /** The policy or the dataset changed. */
        UPDATED("updated"),
        /** Somebody edited or removed what is ours. */
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
