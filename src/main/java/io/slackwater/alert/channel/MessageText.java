package io.slackwater.alert.channel;

import io.slackwater.alert.Notice;
import io.slackwater.journal.AlarmRecord;
import io.slackwater.policy.ChannelPolicy.Language;
import java.text.MessageFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Stream;

/**
 * Writes messages as plain text, in the channel's language. The detail of an alarm is English in every language.
 * Pure.
 *
 * @param instance the policy's {@code instance}
 * @param zone the policy's time zone
 */
record MessageText(Language language, String instance, ZoneId zone) {

    private static final int SHOWN = 10;
    private static final int LONGEST_LINE = 200;
    private static final long UNIT = 1024;

    /** Returns the title, on one line. */
    String title(Message message) {
        return line(
                switch (message) {
                    case Message.Single single -> title(single.notice());
                    case Message.Digest digest ->
                        bracket(
                                severity(digest.notices().getFirst().alarm()),
                                text("digest.title", digest.notices().size()));
                    case Message.Summary(Report report) ->
                        "%s: %s"
                                .formatted(
                                        instance,
                                        text(
                                                "report.title",
                                                DateTimeFormatter.ISO_LOCAL_DATE
                                                        .withZone(zone)
                                                        .format(report.until()),
                                                report.verified(),
                                                report.backups()));
                    case Message.Test _ -> "%s: %s".formatted(instance, text("test.title"));
                });
    }

    /** Returns the text below the title. */
    String body(Message message) {
        return switch (message) {
            case Message.Single single -> body(single.notice());
            case Message.Digest digest -> body(digest);
            case Message.Summary(Report report) -> body(report);
            case Message.Test test -> text("test.body") + "\n\n" + time(test.at());
        };
    }

    private String title(Notice notice) {
        AlarmRecord alarm = notice.alarm();
        return bracket(
                switch (notice.event()) {
                    case RAISED -> severity(alarm);
                    case REPEATED -> severity(alarm) + ", " + text("event.repeated");
                    case RECOVERED -> text("event.recovered");
                },
                title(alarm));
    }

    /** Returns the title of the alarm in the channel's language. */
    String title(AlarmRecord alarm) {
        return alarm.title(language.locale().getLanguage());
    }

    /** Returns the remedy of the alarm in the channel's language. */
    String remedy(AlarmRecord alarm) {
        return alarm.remedy(language.locale().getLanguage());
    }

    private String bracket(String state, String title) {
        return "[%s] %s: %s".formatted(state, instance, title);
    }

    private String body(Notice notice) {
        AlarmRecord alarm = notice.alarm();
        List<String> lines = new ArrayList<>();
        if (notice.event() != Notice.Event.RECOVERED) {
            lines.addAll(List.of(alarm.detail(), "", text("label.todo") + ":", remedy(alarm), ""));
        }
        lines.add(labelled("label.severity", severity(alarm)));
        lines.add(labelled("label.since", time(alarm.since())));
        alarm.over().ifPresent(over -> lines.add(labelled("label.over", time(over))));
        lines.add(labelled("label.instance", instance));
        return String.join("\n", lines);
    }

    private String body(Message.Digest digest) {
        List<Notice> notices = digest.notices();
        List<String> lines = new ArrayList<>();
        for (Notice.Event event : Notice.Event.values()) {
            if (digest.count(event) > 0) {
                lines.add(text("digest." + event.word(), digest.count(event)));
            }
        }
        lines.add(text(
                "digest.critical",
                notices.stream().filter(one -> one.critical()).count()));
        lines.addAll(List.of("", text("digest.first", Math.min(SHOWN, notices.size()))));
        notices.stream().limit(SHOWN).forEach(one -> lines.add("- " + line(title(one))));
        lines.addAll(List.of("", text("digest.all")));
        return String.join("\n", lines);
    }

    private String body(Report report) {
        List<String> lines = new ArrayList<>();
        lines.add(text("report.period", time(report.since()), time(report.until())));
        lines.add("");
        lines.add(text("report.backups", report.datasets(), report.backups()));
        lines.add(text("report.verified", report.verified(), report.backups()));
        lines.add(text("report.grown", bytes(report.grownBytes())));
        if (!report.grown().isEmpty()) {
            list(
                    lines,
                    "report.grown.most",
                    report.grown().stream().map(one -> one.dataset() + ": " + bytes(one.bytes())));
        }
        lines.add("");
        if (report.failed().isEmpty()) {
            lines.add(text("report.failed.none"));
        } else {
            list(lines, "report.failed", report.failed().stream().map(one -> one.dataset() + ": " + one.reason()));
        }
        if (report.notProtected().isEmpty()) {
            lines.add(text("report.unprotected.none"));
        } else {
            list(lines, "report.unprotected", report.notProtected().stream());
        }
        lines.add("");
        lines.add(text("report.alarms", report.alarms()));
        return String.join("\n", lines);
    }

    private void list(List<String> lines, String key, Stream<String> entries) {
        List<String> all = entries.toList();
        lines.add(text(key));
        all.stream().limit(SHOWN).forEach(one -> lines.add("- " + line(one)));
        if (all.size() > SHOWN) {
            lines.add("- " + text("report.more", all.size() - SHOWN));
        }
    }

    private String labelled(String key, String value) {
        return text(key) + ": " + value;
    }

    private String severity(AlarmRecord alarm) {
        return text("severity." + alarm.severity());
    }

    private String time(Instant time) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm zzz", Locale.ENGLISH)
                .withZone(zone)
                .format(time);
    }

    /** Writes a size as restic does. */
    private static String bytes(long bytes) {
        double size = bytes;
        for (String unit : List.of("B", "KiB", "MiB", "GiB")) {
            if (size < UNIT) {
                return "%s %s".formatted(unit.equals("B") ? bytes : String.format(Locale.ROOT, "%.1f", size), unit);
            }
            size /= UNIT;
        }
        return String.format(Locale.ROOT, "%.1f TiB", size);
    }

    /** Makes one short line of a text that may come from outside, such as the name of a database. */
    private static String line(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line;
    }

    private String text(String key, Object... values) {
        ResourceBundle texts = ResourceBundle.getBundle(
                "alert-messages",
                language.locale(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        Object[] plain = Stream.of(values).map(String::valueOf).toArray();
        return new MessageFormat(texts.getString(key).replace("'", "''"), Locale.ROOT).format(plain);
    }
}
