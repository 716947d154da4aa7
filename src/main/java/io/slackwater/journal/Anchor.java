package io.slackwater.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * The moment from which the times of a schedule count: when the schedule was first seen, last edited or enabled, or last done. Earlier
 * times are not made up.
 *
 * @param since times up to and including this moment are over
 * @param done the "last done" that {@code since} took into account
 * @param rule the schedule at that moment; another rule starts anew
 */
public record Anchor(Instant since, Optional<Instant> done, String rule) {}
