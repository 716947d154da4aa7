package io.slackwater.journal;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A raised alarm.
 *
 * @param cause the kind of problem, made of enums and names; alarms with the same cause report the same problem
 * @param workload the id of the workload that the alarm concerns; empty when it concerns none
 * @param sent what each channel knows about the alarm, by the channel's name
 * @param over when the problem ended; such a record is deleted when no channel knows the alarm any more
 * @param acknowledged who knows about the problem; empty when nobody said so
 * @param translations title and remedy in other languages than English, by the code of the language
 */
public record AlarmRecord(
        String key,
        String severity,
        String title,
        String detail,
        String remedy,
        String cause,
        String workload,
        Instant since,
        Map<String, Sent> sent,
        Optional<Instant> over,
        Optional<Acknowledgement> acknowledged,
        Map<String, Words> translations) {

    /** The title and the remedy in one language. */
    public record Words(String title, String remedy) {}

    /** That a person knows about the problem. Channels then repeat no notice about it. */
    public record Acknowledgement(String by, Instant at) {}

    /**
     * What a channel knows about an alarm.
     *
     * @param at when the channel last accepted a notice
     * @param causes the causes in the notices that the channel accepted
     */
    public record Sent(Instant at, Set<String> causes) {

        public Sent {
            causes = Collections.unmodifiableSet(new TreeSet<>(causes));
        }
    }

    public AlarmRecord {
        sent = Collections.unmodifiableMap(new TreeMap<>(sent));
        translations = Collections.unmodifiableMap(new TreeMap<>(translations));
    }

    /**
     * Returns the title in a language; in English when it has no translation.
     *
     * @param language the code of the language, such as {@code ru}
     */
    public String title(String language) {
        return Optional.ofNullable(translations.get(language)).map(Words::title).orElse(title);
    }

    /**
     * Returns the remedy in a language; in English when it has no translation.
     *
     * @param language the code of the language, such as {@code ru}
     */
    public String remedy(String language) {
        return Optional.ofNullable(translations.get(language))
                .map(Words::remedy)
                .orElse(remedy);
    }

    /** Returns what the channel knows; empty when it never accepted a notice about the alarm. */
    public Optional<Sent> sentTo(String channel) {
        return Optional.ofNullable(sent.get(channel));
    }

    /** Returns when a channel last accepted a notice; empty before the first. */
    public Optional<Instant> lastSent() {
        return sent.values().stream().map(Sent::at).max(Comparator.naturalOrder());
    }

    /**
     * Returns the alarm after the channel accepted a notice about a cause.
     *
     * @param again whether the channel forgets earlier causes, so that it gets their notices again
     */
    public AlarmRecord sent(String channel, Instant at, String about, boolean again) {
        Set<String> causes = new TreeSet<>(again ? Set.of() : known(channel));
        causes.add(about);
        Map<String, Sent> all = new TreeMap<>(sent);
        all.put(channel, new Sent(at, causes));
        return with(all, over);
    }

    private Set<String> known(String channel) {
        return sentTo(channel).map(Sent::causes).orElse(Set.of());
    }

    /** Returns the alarm as if the channel had never got a notice about it. */
    public AlarmRecord unsent(String channel) {
        Map<String, Sent> all = new TreeMap<>(sent);
        all.remove(channel);
        return with(all, over);
    }

    /** Returns the alarm as if no channel knew it. */
    public AlarmRecord unsent() {
        return with(Map.of(), over);
    }

    public AlarmRecord over(Instant at) {
        return with(sent, over.or(() -> Optional.of(at)));
    }

    public AlarmRecord acknowledged(Acknowledgement by) {
        return acknowledged(Optional.of(by));
    }

    public AlarmRecord unacknowledged() {
        return acknowledged(Optional.empty());
    }

    private AlarmRecord acknowledged(Optional<Acknowledgement> by) {
        return new AlarmRecord(
                key, severity, title, detail, remedy, cause, workload, since, sent, over, by, translations);
    }

    /** Whether the problem ended, and no channel waits for the notice about that. */
    public boolean settled() {
        return over.isPresent() && sent.isEmpty();
    }

    private AlarmRecord with(Map<String, Sent> known, Optional<Instant> ended) {
        return new AlarmRecord(
                key, severity, title, detail, remedy, cause, workload, since, known, ended, acknowledged, translations);
    }
}
