package io.slackwater.journal;

/**
 * The runs of one dataset within a time.
 *
 * @param runs how many runs ended, without the cancelled ones
 * @param verified how many of them ended with a verified snapshot
 * @param added how much the repository grew by them, in bytes
 * @param state how the last of them ended
 * @param message why it failed, or a remark
 */
public record RunSummary(String dataset, long runs, long verified, long added, RunState state, String message) {}
