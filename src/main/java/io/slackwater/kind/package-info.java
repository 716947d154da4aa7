/**
 * {@code ServiceKind}, the one extension point for a kind of service. Each kind has a room of its own below this one,
 * and an entry in the list of {@code app}. May use {@code capture}, {@code discovery}, {@code repository},
 * {@code journal} and {@code docker}.
 */
@NullMarked
package io.slackwater.kind;

import org.jspecify.annotations.NullMarked;
