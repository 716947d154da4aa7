package io.slackwater.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A run as the journal knows it.
 *
 * @param trigger {@code schedule}, {@code discovered}, {@code catch-up}, {@code api} …
 * @param attempt counts from 1
 * @param started empty while queued
 * @param snapshot the stable id of the snapshot, once stored
 * @param repository the restic id of the repository that holds it, once known
 * @param bytes bytes captured; -1 when unknown
 * @param message the reason of an end other than success, or a note
 */
public record RunRecord(
        String id,
        String dataset,
        String workload,
        String kind,
        String plan,
        String set,
        String trigger,
        RunState state,
        int attempt,
        Instant queued,
        Optional<Instant> started,
        Optional<Instant> ended,
        Optional<String> snapshot,
        Optional<String> repository,
        long bytes,
        long added,
        Duration frozen,
        String sha256,
        String message) {}
