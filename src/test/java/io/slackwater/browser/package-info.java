/**
 * Tests of the pages in a real browser: Debian's Chromium opens the stack of the quickstart through Nginx with TLS. Only
 * the Maven profile {@code browser} compiles this room. It knows the stack by its address and by Docker, never by classes
 * of Slackwater.
 */
@NullMarked
package io.slackwater.browser;

import org.jspecify.annotations.NullMarked;
