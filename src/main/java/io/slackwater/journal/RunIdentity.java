package io.slackwater.journal;

import java.time.Instant;

/** The facts about a run that never change. */
public record RunIdentity(
        String id,
        String dataset,
        String workload,
        String kind,
        String plan,
        String set,
        Trigger trigger,
        Instant queued) {}
