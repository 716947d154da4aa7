package io.slackwater.alert;

import io.slackwater.journal.AlarmRecord;
import io.slackwater.journal.AlarmStore;
import io.slackwater.journal.JournalException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Raises alarms, repeats their notices rarely, and announces their end. The journal holds the raised alarms and the
 * delivered notices, so a restart neither repeats nor loses a notice. Notices are sent even if the journal cannot be
 * written. A notice that the receiver did not accept is sent again at the next observation. Safe for use by several
 * threads; never blocks on a receiver.
 */
public final class Alarms {

    private static final Logger LOG = Logger.getLogger(Alarms.class);

    private final AlarmStore alarmStore;
    private final Clock clock;
    private final AlarmSink sink;
    private final Supplier<Duration> repeat;

    private final Map<String, AlarmRecord> records;
    private final Map<String, Instant> firstSeen = new HashMap<>();
    private final Set<String> sending = new HashSet<>();
    private final Set<String> unwritten = new HashSet<>();

    /** @param repeat returns the policy's {@code alerts.repeat}; called for each decision */
    public Alarms(AlarmStore alarmStore, Clock clock, AlarmSink sink, Supplier<Duration> repeat) {
        this.alarmStore = alarmStore;
        this.clock = clock;
        this.sink = sink;
        this.repeat = repeat;
        this.records = new LinkedHashMap<>(alarmStore.raised());
    }

    /**
     * Takes the complete list of a source's current alarms. Raises new alarms, repeats known alarms when due, and ends
     * absent alarms. Do not call it while the source cannot be evaluated, because its alarms would end.
     */
    public void observed(AlarmSource source, Collection<Alarm> now) {
        observed(source, Findings.all(now));
    }

    /**
     * Does the same for a source that could evaluate only some of its datasets, repositories or containers. An absent
     * alarm ends only if its subject was evaluated.
     */
    public synchronized void observed(AlarmSource source, Findings found) {
        Map<String, Alarm> current = new LinkedHashMap<>();
        for (Alarm alarm : found.alarms()) {
            current.put(alarm.key(), alarm);
        }
        Instant at = clock.instant();
        Predicate<String> judged = key -> found.judged().test(source.subject(key));
        firstSeen.keySet().removeIf(key -> source.has(key) && !current.containsKey(key) && judged.test(key));
        Set<String> keys = new HashSet<>(current.keySet());
        records.values().stream()
                .filter(alarm -> source.has(alarm.key()))
                .filter(alarm -> alarm.over().isPresent() || judged.test(alarm.key()))
                .forEach(alarm -> keys.add(alarm.key()));
        keys.stream().sorted().forEach(key -> step(key, Optional.ofNullable(current.get(key)), at));
        write();
    }

    /** Returns the raised alarms, oldest first. */
    public synchronized List<AlarmRecord> raised() {
        return records.values().stream()
                .filter(alarm -> alarm.over().isEmpty())
                .sorted(Comparator.comparing(AlarmRecord::since).thenComparing(AlarmRecord::key))
                .toList();
    }

    /** Returns how many alarms of a source and severity are raised. */
    public synchronized long raised(AlarmSource source, Alarm.Severity severity) {
        return records.values().stream()
                .filter(alarm ->
                        alarm.over().isEmpty() && alarm.severity().equals(severity.word()) && source.has(alarm.key()))
                .count();
    }

    private void step(String key, Optional<Alarm> alarm, Instant at) {
        Optional<AlarmRecord> before = Optional.ofNullable(records.get(key));
        if (alarm.isPresent() && before.isEmpty()) {
            Instant since = firstSeen.computeIfAbsent(key, k -> at);
            if (Duration.between(since, at).compareTo(alarm.get().patience()) < 0) {
                return;
            }
        }
        boolean maySend = !sending.contains(key);
        AlarmStep step = AlarmStep.decide(before, alarm, firstSeen.getOrDefault(key, at), at, maySend, repeat.get());
        if (!step.record().equals(before)) {
            log(before, step.record());
            remember(key, step.record());
        }
        step.notice().ifPresent(event -> send(event, step.record().orElseThrow(), at));
    }

    private void send(Notice.Event event, AlarmRecord alarm, Instant at) {
        sending.add(alarm.key());
        sink.send(new Notice(event, alarm, at), delivered -> sent(event, alarm, delivered));
    }

    private synchronized void sent(Notice.Event event, AlarmRecord alarm, boolean delivered) {
        String key = alarm.key();
        sending.remove(key);
        AlarmRecord current = records.get(key);
        if (!delivered || current == null) {
            return;
        }
        // The alarm may have changed while its notice was sent: it may have ended, returned, or have another cause.
        Optional<AlarmRecord> next = Optional.of(
                switch (event) {
                    case RAISED -> current.sent(clock.instant(), alarm.cause());
                    case REPEATED -> current.repeated().sent(clock.instant(), alarm.cause());
                    case RECOVERED -> current.unsent();
                });
        remember(
                key,
                next.filter(one -> event != Notice.Event.RECOVERED || one.over().isEmpty()));
        write();
    }

    private static void log(Optional<AlarmRecord> before, Optional<AlarmRecord> after) {
        boolean was = before.isPresent() && before.get().over().isEmpty();
        boolean is = after.isPresent() && after.get().over().isEmpty();
        if (is && (!was || !before.get().cause().equals(after.get().cause()))) {
            AlarmRecord alarm = after.get();
            LOG.warnf(
                    "alarm=%s severity=%s %s: %s %s",
                    alarm.key(), alarm.severity(), alarm.title(), alarm.detail(), alarm.remedy());
        } else if (was && !is) {
            LOG.infof("alarm=%s is over: %s", before.get().key(), before.get().title());
        }
    }

    private void remember(String key, Optional<AlarmRecord> record) {
        record.ifPresentOrElse(alarm -> records.put(key, alarm), () -> records.remove(key));
        unwritten.add(key);
    }

    /** Writes changed records to the journal. A record that could not be written is written with the next change. */
    private void write() {
        for (String key : new ArrayList<>(unwritten)) {
            try {
                AlarmRecord alarm = records.get(key);
                if (alarm == null) {
                    alarmStore.clear(key);
                } else {
                    alarmStore.raise(alarm);
                }
                unwritten.remove(key);
            } catch (JournalException e) {
                LOG.debugf("alarm=%s is not in the journal yet: %s", key, e.getMessage());
                return;
            }
        }
    }
}
