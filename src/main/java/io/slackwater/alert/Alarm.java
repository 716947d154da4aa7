package io.slackwater.alert;

import io.slackwater.health.Words;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * A condition that a person should know while it lasts. Immutable.
 *
 * @param subject unique within its source: a dataset, a repository and its problem
 * @param detail what happened, with values
 * @param remedy the instructions for a person
 * @param cause identifies the problem by enums and names, never by a message. A new cause is sent at once
 * @param patience how long the condition must last before the alarm is raised
 */
public record Alarm(
        AlarmSource source,
        String subject,
        Severity severity,
        String title,
        String detail,
        String remedy,
        String cause,
        Duration patience) {

    /** An alarm that has one cause only, and is raised at once. */
    public Alarm(AlarmSource source, String subject, Severity severity, String title, String detail, String remedy) {
        this(source, subject, severity, title, detail, remedy, "", Duration.ZERO);
    }

    /** The same alarm, raised only when the condition lasts this long. */
    public Alarm after(Duration time) {
        return new Alarm(source, subject, severity, title, detail, remedy, cause, time);
    }

    /** The same alarm with its cause: enums, names, or lists of these. */
    public Alarm because(Object... parts) {
        return new Alarm(source, subject, severity, title, detail, remedy, Arrays.toString(parts), patience);
    }

    /** Logs and messages print detail and remedy in one line, so each gets a final stop. */
    public Alarm {
        detail = Words.ended(detail);
        remedy = Words.ended(remedy);
    }

    /** The severity. */
    public enum Severity {
        /** A person should act within days. */
        WARNING,
        /** If the machine died now, data would be lost or could not be restored. */
        CRITICAL;

        /** The word for people and JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The key that identifies the alarm, also after a restart. */
    public String key() {
        return source.word() + ":" + subject;
    }
}
