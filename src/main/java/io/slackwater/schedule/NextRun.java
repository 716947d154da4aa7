package io.slackwater.schedule;

import java.time.Instant;
import java.util.Optional;

/**
 * The next start of a plan, a maintenance task or a retry.
 *
 * @param name the plan (for {@link Task#PLAN}), the dataset (for {@link Task#RETRY}) or the repository
 * @param expression the cron expression; for a retry, the reason in words
 * @param next empty for a disabled plan, and for a prune while the policy holds all snapshots
 * @param lastDone the last scheduled start, or for a retry the end of the last run; empty when there is none
 */
public record NextRun(Task task, String name, String expression, Optional<Instant> next, Optional<Instant> lastDone) {}
