package io.slackwater.journal;

import java.time.Instant;

/**
 * A snapshot that was verified and later found damaged.
 *
 * @param verdict the record of its verification
 * @param found when the damage was found
 */
public record Damaged(Verified verdict, Instant found) {}
