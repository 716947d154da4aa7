package io.slackwater.restore;

/**
 * Who asks for a restore or a download.
 *
 * @param name for the audit trail
 * @param admin whether snapshots that hold passwords are given out
 */
public record Requester(String name, boolean admin) {}
