/**
 * The wiring of all rooms, the daemon (start, beat, shutdown) and the command line. Each wiring class creates the objects of one part
 * with their dependencies. Knows every other room; no other room knows it.
 */
@NullMarked
package io.slackwater.app;

import org.jspecify.annotations.NullMarked;
