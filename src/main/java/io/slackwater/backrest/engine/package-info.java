/**
 * Backups that Backrest's restic makes: submits them, follows their operations to the end, expects Backrest's calls,
 * and detects missing ones. May use {@code backrest.client}, {@code backrest.reconcile}, {@code discovery}, {@code
 * journal}, {@code repository}, {@code stream} and {@code policy}.
 */
@NullMarked
package io.slackwater.backrest.engine;

import org.jspecify.annotations.NullMarked;
