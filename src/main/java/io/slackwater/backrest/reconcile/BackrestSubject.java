package io.slackwater.backrest.reconcile;

/**
 * The part of Backrest that a change or a conflict concerns.
 *
 * @param id of the plan, the repository or the user; empty for other kinds
 */
public record BackrestSubject(Kind kind, String id) {

    /** The kinds of subjects. */
    public enum Kind {
        PLAN("plan"),
        REPOSITORY("repository"),
        USER("user"),
        /** The name of the Backrest, which is restic's host name of its snapshots. */
        INSTANCE("instance"),
        /** A Backrest that cannot be used at all. */
        BACKREST("backrest"),
        /** Equal host names. */
        HOST_NAME("host name"),
        /** An unusable token file. */
        STREAM_TOKEN("stream token"),
        /** Backups that Backrest fails before it asks for the data. */
        BACKUPS("backups through Backrest");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    public static BackrestSubject plan(String id) {
        return new BackrestSubject(Kind.PLAN, id);
    }

    public static BackrestSubject repository(String id) {
        return new BackrestSubject(Kind.REPOSITORY, id);
    }

    /** A subject that exists once. */
    public static BackrestSubject of(Kind kind) {
        return new BackrestSubject(kind, "");
    }

    /** For alarms, the audit trail and the API: {@code plan shop.db.app}, {@code instance}. */
    @Override
    public String toString() {
        return (kind.word + " " + id).strip();
    }
}
