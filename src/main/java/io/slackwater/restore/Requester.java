package io.slackwater.restore;

/**
 * The user who requests a restore or a download.
 *
 * @param name for the audit trail
 * @param admin whether the user may have snapshots that hold passwords
 */
public record Requester(String name, boolean admin) {}
