package io.slackwater.alert;

import io.slackwater.journal.AlarmRecord;
import io.slackwater.journal.AlarmStore;
import io.slackwater.journal.JournalException;
import io.slackwater.journal.PastAlarm;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The book of raised alarms. Raises alarms, ends them, and knows which notices each channel still needs: a first notice,
 * rare repetitions, and the end. The journal holds the alarms and the delivered notices, so a restart neither repeats
 * nor loses a notice. Works also while the journal cannot be written. Safe for use by several threads; never waits for a
 * channel.
 */
public final class Alarms {

    private static final Logger LOG = Logger.getLogger(Alarms.class);

    private static final Comparator<AlarmRecord> OLDEST_FIRST =
            Comparator.comparing(AlarmRecord::since).thenComparing(AlarmRecord::key);

    private final AlarmStore alarmStore;
    private final Clock clock;
    private final Supplier<Duration> repeat;
    private final StackCommands commands;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    private final Map<String, AlarmRecord> records;
    private final Map<String, Instant> firstSeen = new HashMap<>();
    private final Set<String> unwritten = new HashSet<>();
    private final List<PastAlarm> ended = new ArrayList<>();

    /**
     * @param repeat returns the policy's {@code alerts.repeat}; called for each decision
     * @param commands makes the commands in remedies fit this stack
     */
    public Alarms(AlarmStore alarmStore, Clock clock, Supplier<Duration> repeat, StackCommands commands) {
        this.alarmStore = alarmStore;
        this.clock = clock;
        this.repeat = repeat;
        this.commands = commands;
        this.records = new LinkedHashMap<>(alarmStore.raised());
    }

    /** Registers a listener, which is called after each observation. It must not wait. */
    public void onObserved(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * Takes the complete list of a source's current alarms. Raises new alarms and ends absent alarms. Do not call it
     * while the source cannot be evaluated, because its alarms would end.
     */
    public void observed(AlarmSource source, Collection<Alarm> now) {
        observed(source, Findings.all(now));
    }

    /**
     * Does the same for a source that could evaluate only some of its datasets, repositories or containers. An absent
     * alarm ends only if its subject was evaluated.
     */
    public void observed(AlarmSource source, Findings found) {
        note(source, found);
        listeners.forEach(Runnable::run);
    }

    private synchronized void note(AlarmSource source, Findings found) {
        Map<String, Alarm> current = new LinkedHashMap<>();
        for (Alarm alarm : found.alarms()) {
            current.put(alarm.key(), commands.in(alarm));
        }
        Instant at = clock.instant();
        Predicate<String> judged = key -> found.judged().test(source.subject(key));
        firstSeen.keySet().removeIf(key -> source.has(key) && !current.containsKey(key) && judged.test(key));
        Set<String> keys = new HashSet<>(current.keySet());
        records.keySet().stream()
                .filter(key -> source.has(key) && judged.test(key))
                .forEach(keys::add);
        keys.stream().sorted().forEach(key -> step(key, Optional.ofNullable(current.get(key)), at));
        write();
    }

    /** Returns the raised alarms, oldest first. */
    public synchronized List<AlarmRecord> raised() {
        return records.values().stream()
                .filter(alarm -> alarm.over().isEmpty())
                .sorted(OLDEST_FIRST)
                .toList();
    }

    /**
     * Records that a person knows about an alarm, until its problem ends or changes.
     *
     * @return false when no such alarm is raised
     */
    public synchronized boolean acknowledge(String key, String by) {
        AlarmRecord.Acknowledgement known = new AlarmRecord.Acknowledgement(by, clock.instant());
        return change(key, alarm -> alarm.acknowledged(known));
    }

    /**
     * Withdraws an acknowledgement, so that channels repeat the alarm again.
     *
     * @return false when no such alarm is raised
     */
    public synchronized boolean withdrawAcknowledgement(String key) {
        return change(key, AlarmRecord::unacknowledged);
    }

    private boolean change(String key, UnaryOperator<AlarmRecord> to) {
        Optional<AlarmRecord> raised = Optional.ofNullable(records.get(key))
                .filter(alarm -> alarm.over().isEmpty());
        raised.ifPresent(alarm -> {
            remember(key, Optional.of(to.apply(alarm)));
            write();
        });
        return raised.isPresent();
    }

    /** Returns how many alarms of a source and severity are raised. */
    public synchronized long raised(AlarmSource source, Alarm.Severity severity) {
        return records.values().stream()
                .filter(alarm ->
                        alarm.over().isEmpty() && alarm.severity().equals(severity.word()) && source.has(alarm.key()))
                .count();
    }

    /** Returns the notices that the channel needs now: critical alarms first, then by age. */
    public synchronized List<Notice> due(ChannelRule rule) {
        Instant at = clock.instant();
        return records.values().stream()
                .filter(alarm -> !rule.quiet(alarm, at))
                .flatMap(alarm -> AlarmStep.due(alarm, rule.channel(), rule.wants(alarm), at, repeat.get()).stream()
                        .map(event -> new Notice(event, alarm, at)))
                .sorted(Comparator.comparing((Notice one) -> !one.critical())
                        .thenComparing(Notice::alarm, OLDEST_FIRST))
                .toList();
    }

    /** Records that the channel accepted these notices. */
    public synchronized void accepted(String channel, Collection<Notice> notices) {
        Instant at = clock.instant();
        for (Notice notice : notices) {
            // The alarm may have changed while its notice was sent: it may have ended, returned, or have another cause.
            AlarmRecord current = records.getOrDefault(
                    notice.alarm().key(), notice.alarm().unsent().over(at));
            String cause = notice.alarm().cause();
            remember(
                    current.key(),
                    Optional.of(
                                    switch (notice.event()) {
                                        case RAISED -> current.sent(channel, at, cause, false);
                                        case REPEATED -> current.sent(channel, at, cause, true);
                                        case RECOVERED -> current.unsent(channel);
                                    })
                            .filter(record -> !record.settled()));
        }
        write();
    }

    /** Forgets what channels of other names know. */
    public synchronized void onlyChannels(Set<String> names) {
        for (AlarmRecord alarm : List.copyOf(records.values())) {
            List<String> gone = alarm.sent().keySet().stream()
                    .filter(name -> !names.contains(name))
                    .toList();
            AlarmRecord next = alarm;
            for (String name : gone) {
                next = next.unsent(name);
            }
            if (!gone.isEmpty()) {
                remember(alarm.key(), Optional.of(next).filter(record -> !record.settled()));
            }
        }
        write();
    }

    private void step(String key, Optional<Alarm> alarm, Instant at) {
        Optional<AlarmRecord> before = Optional.ofNullable(records.get(key));
        if (alarm.isPresent() && before.isEmpty()) {
            Instant since = firstSeen.computeIfAbsent(key, k -> at);
            if (Duration.between(since, at).compareTo(alarm.get().patience()) < 0) {
                return;
            }
        }
        Optional<AlarmRecord> next = AlarmStep.next(before, alarm, firstSeen.getOrDefault(key, at), at);
        if (!next.equals(before)) {
            log(before, next);
            before.filter(record -> record.over().isEmpty() && alarm.isEmpty())
                    .ifPresent(record -> ended.add(PastAlarm.of(record, at)));
            remember(key, next);
        }
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
        if (unwritten.isEmpty()) {
            return;
        }
        List<String> keys = new ArrayList<>(unwritten);
        try {
            alarmStore.write(
                    keys.stream()
                            .flatMap(key -> Stream.ofNullable(records.get(key)))
                            .toList(),
                    keys.stream().filter(key -> !records.containsKey(key)).toList(),
                    ended);
            unwritten.clear();
            ended.clear();
        } catch (JournalException e) {
            LOG.debugf("%d alarms are not in the journal yet: %s", keys.size(), e.getMessage());
        }
    }
}
