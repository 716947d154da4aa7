package io.slackwater.run;

/** Creates runs from the objects that all runs share. Immutable. */
public record BackupRuns(BackupTargets targets, Passes passes, Freezes freezes, Storage storage, Retries retries) {}
