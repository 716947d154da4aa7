/**
 * Who somebody is, and what he may do: users and their passwords, sessions, tokens of others, forwarded names, and the limits on
 * guessing. Decides only; HTTP is the web room's. May use policy, and nothing else of ours.
 */
@NullMarked
package io.slackwater.signin;

import org.jspecify.annotations.NullMarked;
