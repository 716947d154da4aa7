package io.slackwater.journal;

import java.time.Instant;

/** A snapshot whose verdict does not count any more, and when the damage was found. */
public record Damaged(Verified verdict, Instant found) {}
