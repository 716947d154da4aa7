package io.slackwater.repository;

/** One node of {@code restic ls}. */
public record Node(String path, String type, long size, long modifiedNanos) {}
