package io.slackwater.alert;

import io.slackwater.health.Words;
import java.time.Duration;
import java.util.Locale;

/**
 * Something that a person should know, as long as it is so. Immutable.
 *
 * @param subject what it is about, unique within its source: a dataset, a repository and its trouble
 * @param title stable while the trouble is the same: a new title is sent at once
 * @param detail what happened, with values; other words are another cause, which is sent at once (not for {@link AlarmSource#STALE}),
 *     while other numbers, times and ids in the same words are sent with the next repeat only
 * @param remedy what to do
 * @param patience how long it must last before it is raised
 */
public record Alarm(
        AlarmSource source,
        String subject,
        Severity severity,
        String title,
        String detail,
        String remedy,
        Duration patience) {

    /** Detail and remedy stand one behind the other in logs, on pages and in messages: each is given an end. */
    public Alarm {
        detail = Words.ended(detail);
        remedy = Words.ended(remedy);
    }

    /** How bad it is. */
    public enum Severity {
        /** Something needs attention in the next days. */
        WARNING,
        /** Data would be lost, or cannot be restored, if the machine died now. */
        CRITICAL;

        /** The word for people and JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The same for the same trouble, also after a restart. */
    public String key() {
        return source.word() + ":" + subject;
    }
}
