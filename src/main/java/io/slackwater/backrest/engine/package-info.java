/**
 * Backups that Backrest's restic makes: submits them, tracks them to their end, and asks Backrest what it does. May use {@code
 * backrest.client}, {@code backrest.reconcile}, {@code repository}, {@code stream} and {@code policy}.
 */
@NullMarked
package io.slackwater.backrest.engine;

import org.jspecify.annotations.NullMarked;
