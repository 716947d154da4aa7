package io.slackwater.stream;

/**
 * The whole dump as a reader got it.
 *
 * @param sha256 of all bytes, lower-case hex
 */
public record StreamReceipt(long bytes, String sha256) {}
