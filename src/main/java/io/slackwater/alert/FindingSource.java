package io.slackwater.alert;

import java.util.function.Supplier;

/**
 * Supplies the current alarms of one part of the sidecar, at each beat.
 *
 * @param source of each alarm in the findings
 */
public record FindingSource(AlarmSource source, Supplier<Findings> findings) {}
