/**
 * Decides over a clock which plan is due. Makes up for missed runs, retries failed ones, and starts new datasets at
 * once. May use {@code run}, {@code discovery}, {@code docker}, {@code journal} and {@code policy}.
 */
@NullMarked
package io.slackwater.schedule;

import org.jspecify.annotations.NullMarked;
