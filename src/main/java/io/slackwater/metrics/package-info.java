/**
 * The Prometheus metrics at {@code /q/metrics}: the state of datasets, repositories, disks and alarms, and the durations
 * of runs, restores and maintenance. A scrape reads values from memory and never asks the journal. May use {@code alert},
 * {@code health}, {@code host}, {@code journal}, {@code run} and {@code trust}.
 */
@NullMarked
package io.slackwater.metrics;

import org.jspecify.annotations.NullMarked;
