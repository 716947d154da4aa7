package io.slackwater.policy;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A five-field Unix cron expression: minute, hour, day of month, month, day of week (0 and 7 are Sunday). If both days are given,
 * one match is enough, unless one begins with {@code *}, see crontab(5). Times are computed as local times and then converted to
 * the zone, because cron-utils omits a day whose time the spring change skips.
 *
 * <p>When the autumn change repeats an hour, an hourly schedule fires twice, any other schedule once.
 */
public final class UnixCron implements CronSchedule {

    /** The allowed values, for messages. */
    public static final String ALLOWED =
            "five fields (minute, hour, day of month, month, day of week), for example \"0 2 * * *\" for every night at two";

    private static final List<Field> FIELDS = List.of(
            new Field("minute", "0-59"),
            new Field("hour", "0-23"),
            new Field("day of month", "1-31"),
            new Field("month", "1-12 or jan-dec"),
            new Field("day of week", "0-7 or sun-sat, 0 and 7 are Sunday"));

    /** Any fixed time works, because whether a schedule ever fires does not depend on the current time. */
    private static final LocalDateTime LONG_AGO = LocalDateTime.of(2000, 1, 1, 0, 0);

    private record Field(String name, String range) {}

    private final String expression;
    private final List<ExecutionTime> times;
    private final boolean everyHour;

    /**
     * @param times a time fires when all of them have it
     */
    private UnixCron(String expression, List<ExecutionTime> times, boolean everyHour) {
        this.expression = expression;
        this.times = times;
        this.everyHour = everyHour;
    }

    /**
     * Reads an expression.
     *
     * @throws IllegalArgumentException when it is none or can never fire; the message continues a sentence that begins with the
     *     expression
     */
    public static UnixCron parse(String expression) {
        String[] fields = expression.strip().split("\\s+");
        if (fields.length != FIELDS.size()) {
            throw new IllegalArgumentException(
                    expression.isBlank()
                            ? "is empty"
                            : "has " + fields.length + " field" + (fields.length == 1 ? "" : "s") + ", not 5");
        }
        for (int i = 0; i < fields.length; i++) {
            checkField(fields, i);
        }
        UnixCron cron = new UnixCron(expression, allTimesOf(fields), firesPerDay("0 " + fields[1] + " * * *") == 24);
        if (cron.after(LONG_AGO).isEmpty()) {
            throw new IllegalArgumentException("never fires: there is no such day");
        }
        return cron;
    }

    @Override
    public String expression() {
        return expression;
    }

    @Override
    public Optional<Instant> next(Instant after, ZoneId zone) {
        ZoneRules rules = zone.getRules();
        Optional<Instant> once = nextOnce(after, rules);
        if (!everyHour) {
            return once;
        }
        // The second pass through a repeated hour that holds `after` or comes before `once`.
        return Stream.of(rules.previousTransition(after.plusNanos(1)), rules.nextTransition(after))
                .filter(change -> change != null && change.isOverlap())
                .flatMap(change -> nextRepeated(after, change).stream())
                .filter(repeated -> once.isEmpty() || repeated.isBefore(once.get()))
                .findFirst()
                .or(() -> once);
    }

    /** Every local time fires once: a repeated time at its first occurrence, a skipped time at the end of the gap. */
    private Optional<Instant> nextOnce(Instant after, ZoneRules rules) {
        Optional<LocalDateTime> local = after(LocalDateTime.ofInstant(after, rules.getOffset(after)));
        // In the second pass of a repeated hour, the times of the first pass are over.
        while (local.isPresent() && !moment(local.get(), rules).isAfter(after)) {
            local = after(local.get());
        }
        return local.map(time -> moment(time, rules));
    }

    private Optional<Instant> nextRepeated(Instant after, ZoneOffsetTransition change) {
        Instant from = after.isBefore(change.getInstant()) ? change.getInstant().minusNanos(1) : after;
        return after(LocalDateTime.ofInstant(from, change.getOffsetAfter()))
                .filter(time -> time.isBefore(change.getDateTimeBefore()))
                .map(time -> time.toInstant(change.getOffsetAfter()));
    }

    private static Instant moment(LocalDateTime local, ZoneRules rules) {
        ZoneOffsetTransition change = rules.getTransition(local);
        if (change != null && change.isGap()) {
            return change.getInstant();
        }
        // The first of two offsets is the offset before the change, which is the first pass.
        return local.toInstant(rules.getValidOffsets(local).getFirst());
    }

    private Optional<LocalDateTime> after(LocalDateTime local) {
        // Minutes are what cron counts; a fraction of one is already past the minute's start.
        ZonedDateTime from = local.truncatedTo(ChronoUnit.MINUTES).atZone(ZoneOffset.UTC);
        while (true) {
            List<ZonedDateTime> next = new ArrayList<>();
            for (ExecutionTime time : times) {
                Optional<ZonedDateTime> one = time.nextExecution(from);
                if (one.isEmpty()) {
                    return Optional.empty();
                }
                next.add(one.get());
            }
            ZonedDateTime latest = Collections.max(next);
            if (latest.equals(Collections.min(next))) {
                return Optional.of(latest.toLocalDateTime());
            }
            from = latest.minusMinutes(1);
        }
    }

    /** cron-utils takes either day whenever both are given; cron itself takes both when one begins with a star. */
    private static List<ExecutionTime> allTimesOf(String[] fields) {
        String day = fields[2];
        String weekday = fields[4];
        boolean both = !day.equals("*") && !weekday.equals("*") && (day.startsWith("*") || weekday.startsWith("*"));
        String times = fields[0] + " " + fields[1] + " ";
        return both
                ? List.of(
                        timesOf(times + day + " " + fields[3] + " *"),
                        timesOf(times + "* " + fields[3] + " " + weekday))
                : List.of(timesOf(String.join(" ", fields)));
    }

    private static void checkField(String[] fields, int index) {
        String[] alone = {"*", "*", "*", "*", "*"};
        alone[index] = fields[index];
        try {
            timesOf(String.join(" ", alone));
        } catch (IllegalArgumentException e) {
            Field field = FIELDS.get(index);
            throw new IllegalArgumentException(
                    "has a wrong " + field.name() + " " + PolicyProblems.quoted(fields[index]) + " (" + field.range()
                            + "; lists with ',', ranges from low to high with '-', steps with '/')",
                    e);
        }
    }

    private static int firesPerDay(String expression) {
        ExecutionTime times = timesOf(expression);
        var time = LONG_AGO.minusMinutes(1).atZone(ZoneOffset.UTC);
        int count = -1;
        while (time.toLocalDateTime().isBefore(LONG_AGO.plusDays(1))) {
            time = times.nextExecution(time).orElseThrow();
            count++;
        }
        return count;
    }

    private static ExecutionTime timesOf(String expression) {
        return ExecutionTime.forCron(
                new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX)).parse(expression));
    }

    /** Equal when spelled the same. */
    @Override
    public boolean equals(Object other) {
        return other instanceof UnixCron cron && cron.expression.equals(expression);
    }

    @Override
    public int hashCode() {
        return expression.hashCode();
    }

    @Override
    public String toString() {
        return expression;
    }
}
