package io.slackwater.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * The time from which a schedule counts: when it was first seen, edited, enabled or last completed. Slackwater does not
 * catch up on earlier scheduled times.
 *
 * @param since the schedule's times up to and including this one are skipped
 * @param done the last completion when {@code since} was set; empty before the first
 * @param rule the schedule when {@code since} was set; an edited schedule gets a new anchor
 */
public record Anchor(Instant since, Optional<Instant> done, String rule) {}
