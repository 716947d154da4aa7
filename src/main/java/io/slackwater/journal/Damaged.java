package io.slackwater.journal;

import java.time.Instant;

/** A verified snapshot that was found damaged later. */
public record Damaged(Verified verdict, Instant found) {}
