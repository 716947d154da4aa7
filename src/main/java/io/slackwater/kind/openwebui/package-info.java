/**
 * Open WebUI: its data directory without the cache. The check opens its databases and looks for each file that a row
 * names. May use {@code kind} and what it uses, {@code stream} and {@code policy}; never another kind.
 */
@NullMarked
package io.slackwater.kind.openwebui;

import org.jspecify.annotations.NullMarked;
