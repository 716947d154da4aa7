package io.slackwater.ui;

import java.util.List;

/**
 * The audit log as the page shows it.
 *
 * @param line whether the chain is whole
 * @param detail when it was verified, or what is wrong
 * @param newest leads to the newest entries; empty when they are shown
 * @param older leads to older entries; empty when there are none
 */
public record AuditView(
        Light light, String line, String detail, AuditQuery query, List<Line> lines, String newest, String older) {

    /** An entry. */
    public record Line(long seq, Moment at, String actor, String action, String subject, String detail) {}
}
