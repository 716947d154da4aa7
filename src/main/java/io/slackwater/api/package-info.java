/**
 * The REST interface: resources, problem documents, sign-in of requests, and view models of its own. Decides nothing: it asks the
 * rooms and shows what they answer.
 */
@NullMarked
package io.slackwater.api;

import org.jspecify.annotations.NullMarked;
