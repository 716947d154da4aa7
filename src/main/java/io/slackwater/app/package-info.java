/**
 * The wiring of all rooms, the daemon (start, beat, shutdown) and the command line. The only room that knows every other room; only
 * the resources of {@code api} still reach into it.
 */
@NullMarked
package io.slackwater.app;

import org.jspecify.annotations.NullMarked;
