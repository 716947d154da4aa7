package io.slackwater.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * The time after which a schedule's times are due: when the schedule was first seen, edited, enabled or last completed. Earlier
 * times are skipped.
 *
 * @param since times up to and including this one are skipped
 * @param done the last completion that {@code since} includes
 * @param rule the schedule at that time; a changed rule resets the anchor
 */
public record Anchor(Instant since, Optional<Instant> done, String rule) {}
