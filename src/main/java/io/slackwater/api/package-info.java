/**
 * The REST interface: resources, problem documents, sign-in of requests, and view models of its own. Decides nothing: asks the other
 * rooms and shows their answers. May use the rooms that it shows, and {@code signin}.
 */
@NullMarked
package io.slackwater.api;

import org.jspecify.annotations.NullMarked;
