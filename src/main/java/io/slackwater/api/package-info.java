/**
 * The REST interface: resources, error answers, the sign-in of requests, and view models of its own. It decides
 * nothing: it asks the other rooms and shows their answers. It may use the rooms that it shows, and {@code signin}.
 */
@NullMarked
package io.slackwater.api;

import org.jspecify.annotations.NullMarked;
