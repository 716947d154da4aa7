package io.slackwater.backrest.reconcile;

/**
 * What a change or a problem in Backrest concerns.
 *
 * @param id the id of the plan or repository, or the name of the user; empty for other kinds
 */
public record BackrestSubject(SubjectKind kind, String id) {

    public enum SubjectKind {
        PLAN("plan"),
        REPOSITORY("repository"),
        USER("user"),
        /** Backrest's instance name, which restic uses as the host name of its snapshots. */
        INSTANCE("instance"),
        /** Backrest as a whole, when it cannot be used. */
        BACKREST("backrest"),
        /** The host names of both containers, when they are equal. */
        HOST_NAME("host name"),
        /** An unusable file with the token that Backrest sends to Slackwater. */
        STREAM_TOKEN("stream token"),
        /** Backups that fail before Backrest asks Slackwater for the data. */
        BACKUPS("backups through Backrest");

        private final String word;

        SubjectKind(String word) {
            this.word = word;
        }
    }

    public static BackrestSubject plan(String id) {
        return new BackrestSubject(SubjectKind.PLAN, id);
    }

    public static BackrestSubject repository(String id) {
        return new BackrestSubject(SubjectKind.REPOSITORY, id);
    }

    /** Makes a subject without an id, for a kind with a single object. */
    public static BackrestSubject of(SubjectKind kind) {
        return new BackrestSubject(kind, "");
    }

    /** The subject in alarms, the audit log and the API: {@code plan shop.db.app} or {@code instance}. */
    @Override
    public String toString() {
        return (kind.word + " " + id).strip();
    }
}
