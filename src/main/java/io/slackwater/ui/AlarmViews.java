package io.slackwater.ui;

import io.slackwater.alert.channel.Channels;
import io.slackwater.journal.AlarmRecord;
import io.slackwater.journal.AlarmStore;
import io.slackwater.journal.PastAlarm;
import io.slackwater.ui.AlarmsQuery.By;
import io.slackwater.ui.AlarmsView.Channel;
import io.slackwater.ui.AlarmsView.Line;
import io.slackwater.ui.AlarmsView.Tested;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the page of alarms. Reads the journal for past alarms only. Safe for use by several threads. */
final class AlarmViews {

    private final Supplier<List<AlarmRecord>> raised;
    private final AlarmStore store;
    private final Supplier<List<Channels.View>> channels;
    private final Supplier<ZoneId> zone;
    private final Clock clock;

    /** @param raised the open alarms, oldest first */
    AlarmViews(
            Supplier<List<AlarmRecord>> raised,
            AlarmStore store,
            Supplier<List<Channels.View>> channels,
            Supplier<ZoneId> zone,
            Clock clock) {
        this.raised = raised;
        this.store = store;
        this.channels = channels;
        this.zone = zone;
        this.clock = clock;
    }

    /**
     * Makes the page.
     *
     * @param tested the channel to which the user just sent a test alert
     */
    AlarmsView view(AlarmsQuery query, @Nullable String tested, Texts texts) {
        Wording words = new Wording(clock.instant(), zone.get(), texts);
        List<AlarmRecord> open = raised.get();
        long critical =
                open.stream().filter(one -> AlarmLine.critical(one.severity())).count();
        List<AlarmRecord> matching = open.stream()
                .filter(one ->
                        query.severity().only().map(one.severity()::equals).orElse(true))
                .sorted(order(query, texts.language()))
                .toList();
        long rows = query.past() ? store.pastCount(query.severity().only()) : matching.size();
        Paging paging = Paging.of(query.page(), rows, query.sorting().in(query.address()));
        List<Line> lines = query.past()
                ? store
                        .past(
                                query.severity().only(),
                                query.sorting().by().past(),
                                query.sorting().descending(),
                                paging.skipped(),
                                Paging.SIZE)
                        .stream()
                        .map(words::line)
                        .toList()
                : matching.stream()
                        .skip(paging.skipped())
                        .limit(Paging.SIZE)
                        .map(words::line)
                        .toList();
        List<Channels.View> known = channels.get();
        return new AlarmsView(
                open.isEmpty() ? Light.OK : critical > 0 ? Light.BAD : Light.WARN,
                open.isEmpty() ? texts.of("alarmNone") : texts.of("alarmOpenCount", open.size(), critical),
                query,
                AlarmsQuery.USUAL.address().toString(),
                Address.of("/alarms").with("show", "past").toString(),
                query.sorting().heads(columns(query), query.address(), "alarmColumn", texts),
                lines,
                paging,
                known.stream().map(words::channel).toList(),
                known.stream()
                        .filter(one -> one.name().equals(tested))
                        .map(words::tested)
                        .findFirst());
    }

    private static Stream<By> columns(AlarmsQuery query) {
        return Stream.of(By.values()).filter(by -> by != By.OVER || query.past());
    }

    private static Comparator<AlarmRecord> order(AlarmsQuery query, String language) {
        Comparator<AlarmRecord> order = switch (query.sorting().by()) {
            case SEVERITY -> Comparator.comparing(AlarmRecord::severity);
            case TITLE -> Comparator.comparing(alarm -> alarm.title(language));
            case SINCE, OVER -> Comparator.comparing(AlarmRecord::since);
        };
        return (query.sorting().descending() ? order.reversed() : order).thenComparing(AlarmLine.WORST_FIRST);
    }

    /** Says it in the user's language. */
    private record Wording(Instant now, ZoneId zone, Texts texts) {

        Moment moment(Instant time) {
            return Moment.of(time, now, zone, texts);
        }

        private String severity(String severity) {
            return texts.of(AlarmLine.critical(severity) ? "severityCritical" : "severityWarning");
        }

        private static Light light(String severity) {
            return AlarmLine.critical(severity) ? Light.BAD : Light.WARN;
        }

        Line line(AlarmRecord alarm) {
            Subject about = Subject.of(alarm.key(), alarm.workload());
            return new Line(
                    alarm.key(),
                    AlarmLine.anchor(alarm.key()),
                    light(alarm.severity()),
                    severity(alarm.severity()),
                    alarm.title(texts.language()),
                    alarm.detail(),
                    alarm.remedy(texts.language()),
                    about.id(),
                    about.href(),
                    moment(alarm.since()),
                    Optional.empty(),
                    texts.acknowledged(alarm.acknowledged(), now));
        }

        Line line(PastAlarm alarm) {
            Subject about = Subject.of(alarm.key(), alarm.workload());
            return new Line(
                    alarm.key(),
                    "",
                    light(alarm.severity()),
                    severity(alarm.severity()),
                    alarm.title(texts.language()),
                    alarm.detail(),
                    "",
                    about.id(),
                    about.href(),
                    moment(alarm.since()),
                    Optional.of(moment(alarm.over())),
                    texts.acknowledged(alarm.acknowledged(), now));
        }

        Channel channel(Channels.View one) {
            boolean failing = one.failing().isPresent();
            boolean used = one.lastSent().isPresent();
            return new Channel(
                    one.name(),
                    one.type(),
                    failing ? Light.WARN : used ? Light.OK : Light.OFF,
                    texts.of(failing ? "channelFailing" : used ? "channelAccepts" : "channelUnused"),
                    failing ? one.lastFailure() : "",
                    one.lastSent().map(this::moment),
                    one.waiting());
        }

        Tested tested(Channels.View one) {
            return one.failing().isEmpty()
                    ? new Tested(true, texts.of("channelTestAccepted", one.name()))
                    : new Tested(false, texts.of("channelTestRefused", one.name(), one.lastFailure()));
        }
    }

    /** The dataset or workload that an alarm concerns, and the address of its page. Both are empty for another alarm. */
    private record Subject(String id, String href) {

        static Subject of(String key, String workload) {
            return AlarmLine.dataset(key)
                    .map(id -> new Subject(id, "/datasets/" + id))
                    .orElse(workload.isEmpty() ? new Subject("", "") : new Subject(workload, "/workloads/" + workload));
        }
    }
}
