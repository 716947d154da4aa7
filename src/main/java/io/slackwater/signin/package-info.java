/**
 * Authentication: users and passwords, sessions, tokens, forwarded names, and limits on guessing. Decides only; {@code api} handles
 * HTTP. Knows no other room.
 */
@NullMarked
package io.slackwater.signin;

import org.jspecify.annotations.NullMarked;
