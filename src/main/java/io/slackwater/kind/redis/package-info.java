/**
 * Redis and Valkey: an RDB of the current moment, with its end and its checksum. May use {@code capture} and what that uses.
 */
@NullMarked
package io.slackwater.kind.redis;

import org.jspecify.annotations.NullMarked;
