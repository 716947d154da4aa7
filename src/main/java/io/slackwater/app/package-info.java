/**
 * The wiring of all rooms, the daemon (start, beat, shutdown) and the command line. Each wiring class makes the objects of one part;
 * a bean is given the objects that it uses. The only room that knows every other room, and no other room knows it.
 */
@NullMarked
package io.slackwater.app;

import org.jspecify.annotations.NullMarked;
