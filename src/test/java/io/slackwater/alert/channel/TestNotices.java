package io.slackwater.alert.channel;

import io.slackwater.alert.Alarm;
import io.slackwater.alert.AlarmSource;
import io.slackwater.alert.AlarmText;
import io.slackwater.alert.Notice;
import io.slackwater.journal.AlarmRecord;
import io.slackwater.policy.ChannelPolicy.Language;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Notices and texts for tests. */
final class TestNotices {

    static final Instant T0 = Instant.parse("2026-06-01T00:00:00Z");
    static final MessageText TEXT = text(Language.EN);

    private TestNotices() {}

    static MessageText text(Language language) {
        return new MessageText(language, "my-stack", ZoneId.of("Europe/Zurich"));
    }

    static Notice notice(Notice.Event event, String title) {
        AlarmRecord alarm = new AlarmRecord(
                "stale:" + title,
                "critical",
                title,
                "Detail ü\n2.",
                "Remedy.",
                "",
                "",
                T0,
                Map.of(),
                event == Notice.Event.RECOVERED ? Optional.of(T0.plusSeconds(60)) : Optional.empty(),
                Optional.empty(),
                Map.of("ru", new AlarmRecord.Words("Заголовок", "Решение.")));
        return new Notice(event, alarm, T0.plusSeconds(5));
    }

    static Message single(Notice.Event event, String title) {
        return new Message.Single(notice(event, title));
    }

    static Message.Digest digest(int count) {
        return new Message.Digest(
                IntStream.range(0, count)
                        .mapToObj(i -> notice(Notice.Event.RAISED, "Dataset %d has no fresh backup".formatted(i)))
                        .toList(),
                T0);
    }

    /** Alarms of one source, as many as asked for. */
    static List<Alarm> alarms(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> AlarmSource.STALE.critical(
                        "d" + i, AlarmText.plain("Alarm " + i), "detail", AlarmText.plain("remedy")))
                .toList();
    }
}
