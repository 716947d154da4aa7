/**
 * The wiring of all rooms, the daemon (start, beat, shutdown) and the command line. Each wiring class makes the objects of one part,
 * and gives each object what it uses. Knows every other room; no other room knows it.
 */
@NullMarked
package io.slackwater.app;

import org.jspecify.annotations.NullMarked;
