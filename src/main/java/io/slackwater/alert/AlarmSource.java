package io.slackwater.alert;

import java.util.Locale;

/** What an alarm comes from. All alarms of one source are reported together, so that one that is missing is over. */
public enum AlarmSource {
    /** The last run of a dataset failed or could not be verified. */
    RUN,
    /** A dataset has no backup that is young enough. */
    STALE,
    /** Something is not protected. */
    COVERAGE,
    /** A repository is gone, another one, damaged, not to be opened, or its disk is nearly full. */
    REPOSITORY,
    /** A change of the policy file was rejected. */
    POLICY,
    /** A container could not be thawed. */
    FREEZE,
    /** The journal cannot be written. */
    JOURNAL,
    /** Docker does not answer. */
    DOCKER,
    /** Something in Backrest that we keep our hands off, or that keeps us from our work there. */
    BACKREST,
    /** Too many failed authentications, or a file that decides who is let in is wrong. */
    SECURITY;

    /** Whether an alarm with this key is one of its own. */
    boolean has(String key) {
        return key.startsWith(word() + ":");
    }

    /** Of one of its keys, what that alarm is about. */
    String subject(String key) {
        return key.substring(word().length() + 1);
    }

    /** The beginning of the keys of its alarms. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
