package io.slackwater.alert;

import java.util.Locale;

/** The source of an alarm. All alarms of a source are reported together, so that a missing alarm is over. */
public enum AlarmSource {
    /** The last run of a dataset failed or could not be verified. */
    RUN,
    /** A dataset's newest backup is overdue. */
    STALE,
    /** Something is not protected. */
    COVERAGE,
    /** A repository is missing, replaced, damaged or unreadable, or its disk is nearly full. */
    REPOSITORY,
    /** A change of the policy file was rejected. */
    POLICY,
    /** A container could not be thawed. */
    FREEZE,
    /** The journal cannot be written. */
    JOURNAL,
    /** Docker does not answer. */
    DOCKER,
    /** A conflict with Backrest. */
    BACKREST,
    /** Too many failed authentications, or an invalid file of credentials. */
    SECURITY;

    /** A {@link Alarm.Severity#WARNING} of this source. */
    public Alarm warning(String subject, String title, String detail, String remedy) {
        return new Alarm(this, subject, Alarm.Severity.WARNING, title, detail, remedy);
    }

    /** A {@link Alarm.Severity#CRITICAL} alarm of this source. */
    public Alarm critical(String subject, String title, String detail, String remedy) {
        return new Alarm(this, subject, Alarm.Severity.CRITICAL, title, detail, remedy);
    }

    /** Whether this key belongs to the source. */
    boolean has(String key) {
        return key.startsWith(word() + ":");
    }

    /** The subject in a key of this source. */
    String subject(String key) {
        return key.substring(word().length() + 1);
    }

    /** The prefix of the source's keys. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
