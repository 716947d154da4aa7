package io.slackwater.policy;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Optional;

/**
 * A five-field Unix cron expression: minute, hour, day of month, month, day of week (0 and 7 are Sunday). If day of
 * month and day of week are both given, one match is enough. Both must match if one begins with {@code *}, see
 * crontab(5). Computes local times first and converts them to the zone afterwards. cron-utils omits a day whose time
 * the spring clock change skips. Immutable. Safe for use by several threads.
 *
 * @param expression as written in the policy
 */
public record CronSchedule(String expression) {

    /** The allowed values, for error messages. */
    static final String ALLOWED =
            "five fields: minute (0-59), hour (0-23), day of month (1-31), month (1-12 or jan-dec),"
                    + " day of week (0-7 or sun-sat, 0 and 7 are Sunday), for example \"0 2 * * *\" for every night at two";

    private static final CronDefinition EITHER_DAY = CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX);
    private static final CronDefinition BOTH_DAYS = new CronDefinition(
            List.copyOf(EITHER_DAY.getFieldDefinitions()),
            EITHER_DAY.getCronConstraints(),
            EITHER_DAY.getCronNicknames(),
            true);

    /** A start time for the test whether a schedule ever fires. Any fixed time works. */
    private static final LocalDateTime LONG_AGO = LocalDateTime.of(2000, 1, 1, 0, 0);

    /**
     * Checks the expression.
     *
     * @throws IllegalArgumentException the expression is invalid or never fires. The message continues a sentence that
     *      begins with the expression
     */
    public CronSchedule {
        try {
            new CronParser(EITHER_DAY).parse(expression);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is not a cron expression (" + e.getMessage() + ")", e);
        }
        if (after(times(expression), LONG_AGO).isEmpty()) {
            throw new IllegalArgumentException("never fires, because no such day exists");
        }
    }

    private static ExecutionTime times(String expression) {
        String[] fields = expression.strip().split("\\s+");
        // cron-utils takes either day whenever both are given.
        CronDefinition definition = fields[2].startsWith("*") || fields[4].startsWith("*") ? BOTH_DAYS : EITHER_DAY;
        return ExecutionTime.forCron(new CronParser(definition).parse(expression));
    }

    /**
     * The first time strictly after {@code after} at which this schedule fires in {@code zone}. A time that the spring
     * clock change skips fires at the first valid moment after the gap. A time that the autumn change repeats fires
     * once.
     */
    public Optional<Instant> next(Instant after, ZoneId zone) {
        ZoneRules rules = zone.getRules();
        ExecutionTime times = times(expression);
        Optional<LocalDateTime> local = after(times, LocalDateTime.ofInstant(after, rules.getOffset(after)));
        // In the second pass of a repeated hour, the times of the first pass are over.
        while (local.isPresent() && !moment(local.get(), rules).isAfter(after)) {
            local = after(times, local.get());
        }
        return local.map(time -> moment(time, rules));
    }

    private static Instant moment(LocalDateTime local, ZoneRules rules) {
        ZoneOffsetTransition change = rules.getTransition(local);
        if (change != null && change.isGap()) {
            return change.getInstant();
        }
        // The first of two offsets is the offset before the change, which is the first pass.
        return local.toInstant(rules.getValidOffsets(local).getFirst());
    }

    private static Optional<LocalDateTime> after(ExecutionTime times, LocalDateTime local) {
        // Cron counts minutes. A time with seconds is past the start of its minute.
        return times.nextExecution(local.truncatedTo(ChronoUnit.MINUTES).atZone(ZoneOffset.UTC))
                .map(time -> time.toLocalDateTime());
    }

    @Override
    public String toString() {
        return expression;
    }
}
