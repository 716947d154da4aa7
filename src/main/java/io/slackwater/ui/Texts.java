package io.slackwater.ui;

import io.slackwater.journal.AlarmRecord.Acknowledgement;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * The texts of one language, and the forms of numbers, sizes, durations and times in it. Templates read the texts by
 * their key. Immutable.
 */
public final class Texts {

    public static final Texts ENGLISH = new Texts(Locale.ENGLISH);
    public static final Texts RUSSIAN = new Texts(Locale.of("ru"));

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final int KIBI = 1024;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOURS_UNTIL = Duration.ofHours(48);

    private final Locale locale;
    private final Map<String, String> all;

    private Texts(Locale locale) {
        this.locale = locale;
        this.all = read("/text/" + locale.getLanguage() + ".properties");
    }

    private static Map<String, String> read(String file) {
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(Texts.class.getResourceAsStream(file)), StandardCharsets.UTF_8)) {
            Properties properties = new Properties();
            properties.load(reader);
            return properties.stringPropertyNames().stream()
                    .collect(Collectors.toUnmodifiableMap(key -> key, properties::getProperty));
        } catch (IOException e) {
            throw new UncheckedIOException("the texts of the pages cannot be read: " + file, e);
        }
    }

    /** Returns the texts of the language; English for an unknown language. */
    static Texts in(String language) {
        return language.equals("ru") ? RUSSIAN : ENGLISH;
    }

    /** The language's code, such as {@code en}. */
    public String language() {
        return locale.getLanguage();
    }

    /** All texts by their key. */
    public Map<String, String> all() {
        return all;
    }

    /** Returns a text, with its places {@code {0}}, {@code {1}} … filled. */
    String of(String key, Object... values) {
        String text = Objects.requireNonNull(all.get(key), key);
        return values.length == 0 ? text : new MessageFormat(text, locale).format(values);
    }

    /** Formats the time from now, such as "2 h ago" or "in 5 min". */
    String relative(Instant time, Instant now) {
        Duration ago = Duration.between(time, now);
        if (ago.abs().compareTo(MINUTE) < 0) {
            return of("justNow");
        }
        return of(ago.isNegative() ? "inTime" : "timeAgo", coarse(ago.abs()));
    }

    private String coarse(Duration time) {
        if (time.compareTo(Duration.ofHours(1)) < 0) {
            return of("minutes", time.toMinutes());
        }
        return time.compareTo(HOURS_UNTIL) < 0 ? of("hours", time.toHours()) : of("days", time.toDays());
    }

    /** Says who acknowledged an alarm, and when; empty when nobody did. */
    String acknowledged(Optional<Acknowledgement> one, Instant now) {
        return one.map(known -> of("alarmAcknowledged", known.by(), relative(known.at(), now)))
                .orElse("");
    }

    /** Formats a duration with two units at most, such as "1 min 5 s". */
    String duration(Duration time) {
        if (time.toSeconds() < 10) {
            return of("secondsExact", time.toMillis() / 1000.0);
        }
        if (time.compareTo(MINUTE) < 0) {
            return of("seconds", time.toSeconds());
        }
        if (time.compareTo(Duration.ofHours(1)) < 0) {
            return of("minutes", time.toMinutes()) + rest("seconds", time.toSecondsPart());
        }
        return of("hours", time.toHours()) + rest("minutes", time.toMinutesPart());
    }

    private String rest(String key, int value) {
        return value == 0 ? "" : " " + of(key, value);
    }

    /** Formats a number of bytes, such as "1.2 GiB". */
    String size(long bytes) {
        String[] units = of("sizeUnits").split(" ");
        double value = bytes;
        int unit = 0;
        while (value >= KIBI && unit < units.length - 1) {
            value /= KIBI;
            unit++;
        }
        String form = unit == 0 || value >= 100 ? "%.0f" : "%.1f";
        return String.format(locale, form, value) + " " + units[unit];
    }

    /** Formats a date, such as "12 Nov". */
    String day(LocalDate date) {
        return DateTimeFormatter.ofPattern("d MMM", locale).format(date);
    }

    /** Formats the time of a day, such as "14:00:05". */
    String clock(Instant time, ZoneId zone) {
        return CLOCK.format(time.atZone(zone));
    }

    /** Formats the time of a day, such as "14:00". */
    String minute(Instant time, ZoneId zone) {
        return MINUTES.format(time.atZone(zone));
    }

    /** Formats a time exactly, in the zone of the policy. */
    String exact(Instant time, ZoneId zone) {
        return DateTimeFormatter.ofPattern("d MMM yyyy HH:mm:ss z", locale).format(time.atZone(zone));
    }
}
