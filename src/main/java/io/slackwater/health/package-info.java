/**
 * The current health of each dataset. Health depends only on what the journal knows about verified
 * snapshots. May use {@code journal}, {@code policy} and {@code discovery}; never Docker or a repository.
 */
@NullMarked
package io.slackwater.health;

import org.jspecify.annotations.NullMarked;
