/**
 * Answers the hooks of Backrest and its requests for dumps, and reacts to Backrest's events. May use {@code run},
 * {@code trust}, {@code backrest.engine}, {@code stream}, {@code signin} and what they use.
 */
@NullMarked
package io.slackwater.backrest.callbacks;

import org.jspecify.annotations.NullMarked;
