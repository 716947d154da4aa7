package io.slackwater.restore;

/**
 * The user who requests a restore or a download.
 *
 * @param name for the audit log
 * @param admin whether the user may restore snapshots that contain passwords
 */
public record Requester(String name, boolean admin) {}
