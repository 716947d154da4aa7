package io.slackwater.backrest.reconcile;

import java.util.Set;

/**
 * A state of Backrest that Slackwater must not change, or that keeps Backrest from backups: an alarm.
 *
 * @param subject stable as long as it lasts: {@code repository critical}, {@code plan shop.db.app}, {@code instance}
 * @param what what is wrong, with the values
 * @param remedy what to do
 */
public record Conflict(String subject, String what, String remedy) {

    /** The subject of equal host names. */
    public static final String HOST_NAME = "host name";

    /** The subject of an unusable token file. */
    public static final String STREAM_TOKEN = "stream token";

    /** The subject of backups that Backrest fails before it asks for the data. */
    public static final String BACKUPS = "backups through Backrest";

    /** The subjects that need no answer from Backrest. */
    static final Set<String> PREREQUISITES = Set.of(HOST_NAME, STREAM_TOKEN, BACKUPS);
}
