/**
 * Redis and Valkey: an RDB of the current moment. The check reads the RDB to its end and compares its checksum. May use
 * {@code kind} and what it uses, {@code stream} and {@code policy}; never another kind.
 */
@NullMarked
package io.slackwater.kind.redis;

import org.jspecify.annotations.NullMarked;
