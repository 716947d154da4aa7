/**
 * Pauses workloads under a journaled lease. Thaws them in every case: at the end of the copy, at the limit, at the next
 * start. May use {@code docker} and {@code journal}.
 */
@NullMarked
package io.slackwater.freeze;

import org.jspecify.annotations.NullMarked;
