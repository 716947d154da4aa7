/**
 * Backups that Backrest's restic makes: submits them, and tracks their operations to the end. Expects Backrest's callbacks, and
 * detects missed ones. May use {@code backrest.client}, {@code backrest.reconcile}, {@code discovery}, {@code journal},
 * {@code repository}, {@code stream} and {@code policy}.
 */
@NullMarked
package io.slackwater.backrest.engine;

import org.jspecify.annotations.NullMarked;
