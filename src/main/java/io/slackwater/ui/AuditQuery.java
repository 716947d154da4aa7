package io.slackwater.ui;

import io.slackwater.journal.AuditFilter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of the audit log the page shows. The address of the page holds it.
 *
 * @param actor empty for all
 * @param action empty for all
 * @param from the first day
 * @param to the last day
 * @param before only entries with a lower number: the last entry of the page before
 */
public record AuditQuery(
        String actor, String action, Optional<LocalDate> from, Optional<LocalDate> to, Optional<Long> before) {

    private static final int LONGEST = 200;

    static final AuditQuery USUAL = new AuditQuery("", "", Optional.empty(), Optional.empty(), Optional.empty());

    /** @param value returns the value of a parameter */
    static AuditQuery of(UnaryOperator<@Nullable String> value) {
        return of(
                value.apply("actor"),
                value.apply("action"),
                value.apply("from"),
                value.apply("to"),
                value.apply("before"));
    }

    /** @throws PageProblem a value is not allowed */
    static AuditQuery of(
            @Nullable String actor,
            @Nullable String action,
            @Nullable String from,
            @Nullable String to,
            @Nullable String before) {
        return new AuditQuery(
                text("actor", actor), text("action", action), day("from", from), day("to", to), number(before));
    }

    private static String text(String parameter, @Nullable String value) {
        String text = value == null ? "" : value.strip();
        if (text.length() > LONGEST) {
            throw PageProblem.invalid(parameter, text.substring(0, LONGEST) + "…", "≤ " + LONGEST);
        }
        return text;
    }

    private static Optional<LocalDate> day(String parameter, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return Optional.empty();
        }
        try {
            LocalDate day = LocalDate.parse(value);
            // The journal stores the years that a signed number of nanoseconds can hold.
            if (day.getYear() >= 1970 && day.getYear() < 2200) {
                return Optional.of(day);
            }
        } catch (DateTimeException e) {
            throw PageProblem.invalid(parameter, value, "YYYY-MM-DD (2026-01-31)");
        }
        throw PageProblem.invalid(parameter, value, "1970-01-01 – 2199-12-31");
    }

    private static Optional<Long> number(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return Optional.empty();
        }
        if (!value.matches("[1-9]\\d{0,17}")) {
            throw PageProblem.invalid("before", value, "1, 2, 3 …");
        }
        return Optional.of(Long.parseLong(value));
    }

    AuditFilter filter(ZoneId zone) {
        Optional<Instant> begin = from.map(day -> day.atStartOfDay(zone).toInstant());
        Optional<Instant> end = to.map(day -> day.plusDays(1).atStartOfDay(zone).toInstant());
        return new AuditFilter(nonEmpty(actor), nonEmpty(action), begin, end, before);
    }

    private static Optional<String> nonEmpty(String text) {
        return Optional.of(text).filter(one -> !one.isEmpty());
    }

    /** Whether it hides entries. */
    public boolean filters() {
        return !address().parameters().isEmpty();
    }

    public String fromWord() {
        return from.map(LocalDate::toString).orElse("");
    }

    public String toWord() {
        return to.map(LocalDate::toString).orElse("");
    }

    /** The address of the newest entries with this filter. */
    Address address() {
        return Address.of("/audit")
                .with("actor", actor)
                .with("action", action)
                .with("from", fromWord())
                .with("to", toWord());
    }
}
