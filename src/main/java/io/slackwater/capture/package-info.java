/**
 * One class per kind of service: how its data is dumped or copied, and how a copy is checked. May use docker,
 * discovery and stream.
 */
@NullMarked
package io.slackwater.capture;

import org.jspecify.annotations.NullMarked;
