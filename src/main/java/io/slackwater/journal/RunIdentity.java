package io.slackwater.journal;

import java.time.Instant;

/**
 * The facts about a run that never change.
 *
 * @param trigger {@code schedule}, {@code discovered}, {@code catch-up}, {@code api} …
 */
public record RunIdentity(
        String id,
        String dataset,
        String workload,
        String kind,
        String plan,
        String set,
        String trigger,
        Instant queued) {}
