package io.slackwater.alert;

import java.util.Locale;

/**
 * The part of Slackwater that finds an alarm. A source always reports all of its alarms together: an alarm that is
 * missing in the report is over.
 */
public enum AlarmSource {
    /** The last run of a dataset failed or could not be verified, or its current run takes longer than usual. */
    RUN,
    /** A dataset's newest backup is too old, or missing. */
    STALE,
    /** No container of a workload runs, so that all of its backups fail. */
    WORKLOAD,
    /** A plan cannot meet its {@code rpo}. */
    PLAN,
    /** Data exist that no backup contains. */
    COVERAGE,
    /** A repository is missing, replaced, damaged or unreadable, or its disk is nearly full. */
    REPOSITORY,
    /** A disk fills up. */
    DISK,
    /** A change of the policy file was rejected. */
    POLICY,
    /** A container that Slackwater paused could not be resumed. */
    FREEZE,
    /** A command of {@code slackwater.exec.post} failed. */
    COMMAND,
    /** The journal cannot be written. */
    JOURNAL,
    /** Docker does not answer. */
    DOCKER,
    /** Backrest does not answer, or its configuration collides with Slackwater's. */
    BACKREST,
    /** The certificate of Nginx expires soon, or cannot be used. */
    CERTIFICATE,
    /** Too many authentications fail, or a file with users or secrets is invalid. */
    SECURITY,
    /** Another program changed the audit log. */
    AUDIT,
    /** A channel accepts no message. */
    CHANNEL;

    /** Makes an alarm of this source with severity {@link Alarm.Severity#WARNING}. */
    public Alarm warning(String subject, AlarmText title, String detail, AlarmText remedy) {
        return new Alarm(this, subject, Alarm.Severity.WARNING, title, detail, remedy);
    }

    /** Makes an alarm of this source with severity {@link Alarm.Severity#CRITICAL}. */
    public Alarm critical(String subject, AlarmText title, String detail, AlarmText remedy) {
        return new Alarm(this, subject, Alarm.Severity.CRITICAL, title, detail, remedy);
    }

    /** Whether an alarm with this key comes from this source. */
    public boolean has(String key) {
        return key.startsWith(word() + ":");
    }

    /** Returns the subject that the key contains. */
    public String subject(String key) {
        return key.substring(word().length() + 1);
    }

    /** The beginning of each key of this source. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
