/**
 * Events for open pages: what changed about runs, alarms and health. Follows the same receivers as journal and metrics,
 * and passes each change to every open stream. Knows no HTTP: the API opens a stream for a signed-in user.
 */
@NullMarked
package io.slackwater.live;

import org.jspecify.annotations.NullMarked;
