/**
 * How well each dataset is backed up at this moment, and the metrics. Judges by the journal's verdicts only. May use {@code journal},
 * {@code policy} and {@code discovery}; never Docker or a repository.
 */
@NullMarked
package io.slackwater.health;

import org.jspecify.annotations.NullMarked;
