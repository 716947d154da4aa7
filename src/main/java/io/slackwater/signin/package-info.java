/**
 * Authentication: users and passwords, sessions, tokens, user names that a proxy forwards, and limits on guessing. It
 * only decides; {@code api} handles HTTP. It uses no other room.
 */
@NullMarked
package io.slackwater.signin;

import org.jspecify.annotations.NullMarked;
