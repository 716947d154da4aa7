package io.slackwater.repository;

import java.util.Arrays;
import java.util.List;

/** The failures of restic and repositories, with their remedies. */
public enum Failure {
    NO_REPOSITORY(
            "no-repository",
            "Mount its disk or restore its directory. Slackwater never initialises the repository again. Delete nothing."
                    + " If the repository is lost for good, move (never delete) its .id and .key files out of the secrets' keys"
                    + " directory to a safe place. Slackwater then creates a new one."),
    OTHER_REPOSITORY(
            "other-repository",
            "Mount the right repository, or correct its uri in the policy. Nothing was written to this one."),
    WRONG_KEY(
            "wrong-key",
            "Put the right key file back (the recovery kit has it), or check that the uri leads to the right repository."),
    KEY_MISSING(
            "key-missing",
            "Put the key file back (the recovery kit has it). Slackwater never creates another key for it."),
    LOCKED("locked", "Something else works on this repository. The run is retried."),
    /** Some of the source could not be read; restic's snapshot exists and must be forgotten. */
    INCOMPLETE(
            "incomplete",
            "Make the files readable (the sidecar needs cap_add: [DAC_READ_SEARCH]; a file that root cannot read either is on"
                    + " a broken disk), or leave their mount out by the label slackwater.volumes.exclude."),
    EMPTY("empty", "Look at the source of the dump: it ended without an error and without a byte."),
    DISK_FULL("disk-full", "Free some space on the repository's disk, or prune with a shorter retention."),
    /** The disk of restic's temporary files is full, not the repository's. */
    SCRATCH_FULL(
            "scratch-full",
            "Free some space where restic keeps its temporary files, which is not the repository's disk: /data in Slackwater's"
                    + " container (the volume slackwater-data), or /tmp in Backrest's when it made the backup."),
    READ_ONLY("read-only", "Make the repository writable: check its mount options and its owner."),
    DAMAGED(
            "damaged",
            "Run restic check on the repository and follow restic's troubleshooting page; do not forget old snapshots now."),
    /** The dump behind a stream failed; the stream's error is the reason. */
    SOURCE("source", "See the dump's own error."),
    /** The dataset could not be made readable. Nothing was read, so nothing was stored. */
    NOT_BEGUN("not-begun", "The run is retried."),
    /** Another program failed to store; its message is the reason. */
    ELSEWHERE("elsewhere", "See the operation on Backrest's page."),
    /** The freeze ended while the other program read, so its snapshot is worthless. */
    FREEZE_ENDED("freeze-ended", "See the operation on Backrest's page."),
    /** A person cancelled the operation in the other program. */
    CANCELLED("cancelled", "Start the backup again if it is needed."),
    /** Slackwater ended restic after a stall. */
    IDLE("idle", "Look at the source and at the repository's disk; limits.idle in the policy is the bound."),
    KILLED(
            "killed",
            "The run is retried. If restic is killed often, look for memory limits, and for the process that kills restic."),
    NETWORK("network", "Check the network to the repository's server."),
    OTHER("other", "See the message of restic.");

    private final String id;
    private final String remedy;

    Failure(String id, String remedy) {
        this.id = id;
        this.remedy = remedy;
    }

    /** The failure with this id; {@link #OTHER} for an id of another version. */
    public static Failure of(String id) {
        return Arrays.stream(values())
                .filter(failure -> failure.id.equals(id))
                .findFirst()
                .orElse(OTHER);
    }

    /** The name in the journal, which never changes. */
    public String id() {
        return id;
    }

    /** The failure that restic's stderr describes; {@link #OTHER} for unknown text. */
    public static Failure ofWords(String stderr) {
        return Diagnosis.ofText(stderr);
    }

    /** The error on stderr of a restic elsewhere, with or without {@code --json}, without a final stop. */
    public static String summaryOf(String stderr) {
        ResticErrors errors = new ResticErrors(new Redaction(List.of()));
        stderr.lines().map(ResticLines::parse).forEach(errors::add);
        return errors.summary();
    }

    /** The remedy, as sentences. */
    public String remedy() {
        return remedy;
    }
}
