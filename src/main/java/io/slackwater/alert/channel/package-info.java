/**
 * The channels: each sends the notices that it needs to one receiver, in its own time. A channel that is slow or fails
 * never delays another. May use {@code alert}, {@code health}, {@code journal} and {@code policy};
 * {@code alert} knows no channel.
 */
@NullMarked
package io.slackwater.alert.channel;

import org.jspecify.annotations.NullMarked;
