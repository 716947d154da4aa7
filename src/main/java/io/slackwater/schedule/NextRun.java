package io.slackwater.schedule;

import java.time.Instant;
import java.util.Optional;

/**
 * The next start of a plan, task or retry.
 *
 * @param name of the plan (for {@link Task#PLAN}), the dataset (for {@link Task#RETRY}) or the repository
 * @param expression the cron expression that says so, or why
 * @param next empty for a disabled plan
 * @param lastDone when the schedule last started it; empty when never. Of a retry: when what failed last ended
 */
public record NextRun(Task task, String name, String expression, Optional<Instant> next, Optional<Instant> lastDone) {}
