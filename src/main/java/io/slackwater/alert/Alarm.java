package io.slackwater.alert;

import io.slackwater.discovery.Sentence;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A problem that a person should know about while it lasts. Immutable.
 *
 * @param subject what the alarm is about, such as a dataset or a repository; unique within its source
 * @param detail what happened, with values
 * @param remedyText what a person should do
 * @param cause the kind of problem, made of enums and names, never of a message. A change of the cause sends a notice
 *     at once
 * @param patience how long the problem must last before the alarm is raised
 * @param workload the id of the workload that the problem concerns; empty when it concerns none
 */
public record Alarm(
        AlarmSource source,
        String subject,
        Severity severity,
        AlarmText titleText,
        String detail,
        AlarmText remedyText,
        String cause,
        Duration patience,
        String workload) {

    /** Makes an alarm with a single possible cause, which is raised at once. */
    public Alarm(
            AlarmSource source, String subject, Severity severity, AlarmText title, String detail, AlarmText remedy) {
        this(source, subject, severity, title, detail, remedy, "", Duration.ZERO, "");
    }

    /** Returns the same alarm, which is raised only after the problem has lasted for this time. */
    public Alarm after(Duration time) {
        return new Alarm(source, subject, severity, titleText, detail, remedyText, cause, time, workload);
    }

    /** Returns the same alarm with the cause, made of enums or names. */
    public Alarm because(Collection<?> parts) {
        String cause = parts.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return new Alarm(source, subject, severity, titleText, detail, remedyText, cause, patience, workload);
    }

    /** Returns the same alarm, as one that concerns the workload of this id. */
    public Alarm of(String id) {
        return new Alarm(source, subject, severity, titleText, detail, remedyText, cause, patience, id);
    }

    /** Adds a full stop to detail and remedy, because logs and messages print both in one line. */
    public Alarm {
        detail = Sentence.ended(detail);
        remedyText = remedyText.map(Sentence::ended);
    }

    /** The title in English. */
    public String title() {
        return titleText.english();
    }

    /** The remedy in English. */
    public String remedy() {
        return remedyText.english();
    }

    public enum Severity {
        /** A person should act within days. */
        WARNING,
        /** If the host died now, data would be lost or could not be restored. */
        CRITICAL;

        /** The severity as shown to people and in JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns the key that identifies the alarm, also after a restart. */
    public String key() {
        return source.word() + ":" + subject;
    }
}
