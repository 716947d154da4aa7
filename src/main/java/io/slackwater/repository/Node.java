package io.slackwater.repository;

/** A file, directory or other entry that {@code restic ls} lists. */
public record Node(String path, String type, long size, long modifiedNanos) {}
