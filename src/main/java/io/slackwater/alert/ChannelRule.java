package io.slackwater.alert;

import io.slackwater.alert.Alarm.Severity;
import io.slackwater.journal.AlarmRecord;
import io.slackwater.policy.ChannelPolicy;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Decides which alarms a channel wants, and whether they wait. Pure. */
public final class ChannelRule {

    private static final Set<String> FAILED_BACKUPS = Set.of(AlarmSource.RUN.word(), AlarmSource.STALE.word());

    private final ChannelPolicy channel;
    private final ZoneId zone;
    private final List<Predicate<String>> workloads;

    /** @param zone the policy's time zone, for the quiet hours */
    public ChannelRule(ChannelPolicy channel, ZoneId zone) {
        this.channel = channel;
        this.zone = zone;
        this.workloads = channel.workloads().stream().map(ChannelRule::glob).toList();
    }

    String channel() {
        return channel.id();
    }

    boolean wants(AlarmRecord alarm) {
        return (critical(alarm) || channel.severity() == ChannelPolicy.Severity.WARNING)
                && (channel.sources().isEmpty() || channel.sources().stream().anyMatch(word -> from(alarm, word)))
                && (workloads.isEmpty()
                        || alarm.workload().isEmpty()
                        || workloads.stream().anyMatch(glob -> glob.test(alarm.workload())))
                // A channel that fails cannot report that.
                && !(AlarmSource.CHANNEL.has(alarm.key())
                        && AlarmSource.CHANNEL.subject(alarm.key()).equals(channel.id()));
    }

    /** Whether a notice about the alarm waits for the end of the quiet hours. */
    boolean quiet(AlarmRecord alarm, Instant at) {
        return !critical(alarm)
                && channel.quiet()
                        .filter(hours -> hours.contains(LocalTime.ofInstant(at, zone)))
                        .isPresent();
    }

    static boolean critical(AlarmRecord alarm) {
        return alarm.severity().equals(Severity.CRITICAL.word());
    }

    /** The alarm of a workload or of an unusable repository also stands for the backups that fail because of it. */
    private static boolean from(AlarmRecord alarm, String word) {
        return alarm.key().startsWith(word + ":")
                || FAILED_BACKUPS.contains(word)
                        && (AlarmSource.WORKLOAD.has(alarm.key()) || RepositoryProblems.preventBackups(alarm.key()));
    }

    private static Predicate<String> glob(String text) {
        StringBuilder pattern = new StringBuilder();
        for (char one : text.toCharArray()) {
            pattern.append(
                    switch (one) {
                        case '*' -> ".*";
                        case '?' -> ".";
                        default -> Pattern.quote(String.valueOf(one));
                    });
        }
        return Pattern.compile(pattern.toString()).asMatchPredicate();
    }
}
