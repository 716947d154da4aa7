package io.slackwater.stream;

/**
 * What a reader was given, complete.
 *
 * @param sha256 of all bytes, lower-case hex
 */
public record StreamReceipt(long bytes, String sha256) {}
