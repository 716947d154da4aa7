/**
 * Open WebUI: its data directory, and the check of its databases and files. May use {@code capture}, {@code kind.volume} and what
 * they use.
 */
@NullMarked
package io.slackwater.kind.openwebui;

import org.jspecify.annotations.NullMarked;
