package io.slackwater.journal;

import java.time.Instant;
import java.util.Map;

/**
 * A snapshot with a verdict.
 *
 * @param time when its capture began, moments before restic's time of the snapshot
 * @param kind the kind that captured the snapshot, and restores it
 * @param format the dump's format; {@code tree} for files
 * @param facts facts about the service at that time that a restore needs; no secrets
 */
public record Verified(
        String repository,
        String snapshot,
        String dataset,
        String run,
        String set,
        Instant time,
        long bytes,
        String sha256,
        String file,
        String kind,
        String format,
        Map<String, String> facts) {

    private static final int SHORT_ID = 8;

    public Verified {
        facts = Map.copyOf(facts);
    }

    /** The verdict on the snapshot that a run stored. */
    public static Verified of(RunRecord run, Instant time, String file, String format, Map<String, String> facts) {
        return new Verified(
                run.repository().orElseThrow(),
                run.snapshot().orElseThrow(),
                run.dataset(),
                run.id(),
                run.identity().set(),
                time,
                run.bytes(),
                run.result().sha256(),
                file,
                run.kind(),
                format,
                facts);
    }

    /** restic's short form of the snapshot's id. */
    public String shortId() {
        return shortened(snapshot);
    }

    /** restic's short form of an id. */
    public static String shortened(String id) {
        return id.substring(0, Math.min(SHORT_ID, id.length()));
    }
}
