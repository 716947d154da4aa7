/**
 * Open WebUI: its data directory, and the check of its databases and files. May use {@code capture} and what
 * that uses.
 */
@NullMarked
package io.slackwater.kind.openwebui;

import org.jspecify.annotations.NullMarked;
