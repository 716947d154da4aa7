package io.slackwater.journal;

import java.time.Instant;

/**
 * An entry of the audit log: who did what to what.
 *
 * @param seq its position in the log, from 1
 * @param actor the signed-in name, or the part of Slackwater that acted
 * @param action a short word, such as {@code run} or {@code sign in}
 * @param subject what the action concerns, such as the id of a run
 */
public record AuditEntry(long seq, Instant at, String actor, String action, String subject, String detail) {}
