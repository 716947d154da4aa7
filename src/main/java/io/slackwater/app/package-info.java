/**
 * The wiring of all rooms, the daemon (start, periodic work, shutdown) and the command line. Each wiring class creates
 * the objects of one part with their dependencies. It may use every other room; no other room may use it.
 */
@NullMarked
package io.slackwater.app;

import org.jspecify.annotations.NullMarked;
