/**
 * Decides over a clock which plan is due, makes up what was missed, and starts new datasets at once. May use
 * run and what run uses.
 */
@NullMarked
package io.slackwater.schedule;

import org.jspecify.annotations.NullMarked;
