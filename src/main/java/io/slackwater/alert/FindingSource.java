package io.slackwater.alert;

import java.util.function.Supplier;

/**
 * What is wrong in one part of the sidecar, asked at each beat.
 *
 * @param source of each alarm in the findings
 */
public record FindingSource(AlarmSource source, Supplier<Findings> findings) {}
