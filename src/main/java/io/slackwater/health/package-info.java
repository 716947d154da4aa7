/**
 * The present health of each dataset, and the metrics. Health depends on the verdicts of the journal only. May use {@code journal},
 * {@code policy} and {@code discovery}; never Docker or a repository.
 */
@NullMarked
package io.slackwater.health;

import org.jspecify.annotations.NullMarked;
