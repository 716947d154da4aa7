/**
 * Backups that Backrest's restic makes: submits them, tracks them to their end, and asks Backrest what it does. Expects Backrest's
 * callbacks, and detects missed ones. May use {@code backrest.client}, {@code backrest.reconcile}, {@code journal},
 * {@code repository}, {@code stream} and {@code policy}.
 */
@NullMarked
package io.slackwater.backrest.engine;

import org.jspecify.annotations.NullMarked;
