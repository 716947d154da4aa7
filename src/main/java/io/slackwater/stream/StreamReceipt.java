package io.slackwater.stream;

/**
 * The size and checksum of a dump that was sent completely.
 *
 * @param sha256 over all bytes, in lower-case hex
 */
public record StreamReceipt(long bytes, String sha256) {}
