package io.slackwater.journal;

import java.time.Instant;
import java.util.Map;

/**
 * A verdict: the record that a snapshot was verified and may be restored.
 *
 * @param repository the restic id of the repository
 * @param set shared by the snapshots that were made of one workload together
 * @param time when the capture of its data began, moments before restic's time of the snapshot
 * @param file the path of the data inside the snapshot
 * @param kind the kind of service, such as {@code postgres}, that captured the data and can restore them
 * @param format the dump's format; {@code tree} for files
 * @param facts what a restore must know about the service at that time; no secrets
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

    /** The length of {@link #shortId}, and of the shortest id by which a user may name a snapshot. */
    public static final int SHORT_ID = 8;

    public Verified {
        facts = Map.copyOf(facts);
    }

    /** Makes the verdict on the snapshot that a run stored. */
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

    /** The first characters of the snapshot's id, as restic shows it. */
    public String shortId() {
        return shortened(snapshot);
    }

    /** The first characters of an id, as restic shows it. */
    public static String shortened(String id) {
        return id.substring(0, Math.min(SHORT_ID, id.length()));
    }
}
