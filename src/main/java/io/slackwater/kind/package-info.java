/**
 * Which kind of service captures and checks which dataset. Each kind has a room of its own below this one.
 */
@NullMarked
package io.slackwater.kind;

import org.jspecify.annotations.NullMarked;
