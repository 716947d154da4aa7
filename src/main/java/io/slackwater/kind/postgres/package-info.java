/**
 * PostgreSQL: roles and databases, dumped and checked by the server's own programs. May use {@code capture} and what that uses.
 */
@NullMarked
package io.slackwater.kind.postgres;

import org.jspecify.annotations.NullMarked;
