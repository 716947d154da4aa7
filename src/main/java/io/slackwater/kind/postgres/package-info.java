/**
 * PostgreSQL: the roles of a server and its databases. The server's own programs dump, check and restore them. May use
 * {@code kind} and what it uses, {@code stream} and {@code policy}; never another kind.
 */
@NullMarked
package io.slackwater.kind.postgres;

import org.jspecify.annotations.NullMarked;
