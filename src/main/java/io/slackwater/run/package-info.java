/**
 * The life of one backup run, from the queue to its verdict, with retries, read-back, verification and
 * retention. May use every room but those above it: schedule, restore, observe and web.
 */
@NullMarked
package io.slackwater.run;

import org.jspecify.annotations.NullMarked;
