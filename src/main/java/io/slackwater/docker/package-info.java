/**
 * The only room that sees docker-java and the Docker socket: containers, events, exec streams, pause, helper
 * containers. Knows nothing of the other rooms.
 */
@NullMarked
package io.slackwater.docker;

import org.jspecify.annotations.NullMarked;
