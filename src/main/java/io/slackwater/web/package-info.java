/**
 * The REST interface, its security and the wiring of all rooms into one application. May use everything;
 * nothing uses it.
 */
@NullMarked
package io.slackwater.web;

import org.jspecify.annotations.NullMarked;
