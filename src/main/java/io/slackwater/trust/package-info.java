/**
 * Which snapshots count: verified ones that are still in their repository. Knows damaged and missing snapshots and
 * those of failed runs, and applies retention. May use {@code journal}, {@code policy}, {@code repository} and {@code
 * discovery}.
 */
@NullMarked
package io.slackwater.trust;

import org.jspecify.annotations.NullMarked;
