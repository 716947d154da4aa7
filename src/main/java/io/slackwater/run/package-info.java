/**
 * The life of one backup run, from the queue to the verified snapshot. It is one method with one step per line,
 * repeated while a retry can help. Other rooms listen to {@code RunEvents}. May use {@code trust}, {@code kind}, {@code
 * freeze} and what they use.
 */
@NullMarked
package io.slackwater.run;

import org.jspecify.annotations.NullMarked;
