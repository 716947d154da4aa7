package io.slackwater.journal;

import java.time.Instant;

/** The size and free space of a disk at one time. */
public record DiskSample(String disk, Instant at, long totalBytes, long freeBytes) {}
