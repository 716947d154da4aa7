/**
 * The Docker daemon: containers, events, exec streams, pause and helper containers. The only room that uses docker-java
 * and the Docker socket. Knows no other room.
 */
@NullMarked
package io.slackwater.docker;

import org.jspecify.annotations.NullMarked;
