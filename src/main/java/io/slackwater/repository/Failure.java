package io.slackwater.repository;

import java.util.Arrays;
import java.util.Locale;

/** The ways in which restic or a repository can fail. Each has a remedy. */
public enum Failure {
    NO_REPOSITORY(
            "Mount its disk or restore its directory. Slackwater never initialises the repository again. Delete nothing."
                    + " If the repository is lost for good, move (never delete) its .id and .key files out of the secrets' keys"
                    + " directory to a safe place. Slackwater then creates a new one."),
    OTHER_REPOSITORY(
            "Mount the right repository, or correct its uri in the policy. If its .id file in the secrets' keys directory was"
                    + " changed, put the file back. Slackwater never writes to another repository."),
    WRONG_KEY(
            "Put the right key file back (the recovery kit has it), or check that the uri leads to the right repository."),
    KEY_MISSING("Put the key file back (the recovery kit has it). Slackwater never creates another key for it."),
    LOCKED("Another process is using this repository. The run is retried."),
    /** restic could not read some of the source. Its snapshot is incomplete and must be deleted. */
    INCOMPLETE(
            "Make the files readable (the sidecar needs cap_add: [DAC_READ_SEARCH]; a file that root cannot read either is on"
                    + " a broken disk), or leave their mount out by the label slackwater.volumes.exclude."),
    DISK_FULL("Free some space on the repository's disk, or prune with a shorter retention."),
    /** The disk with restic's temporary files is full, not the repository's disk. */
    SCRATCH_FULL(
            "Free some space where restic keeps its temporary files, which is not the repository's disk: /data in Slackwater's"
                    + " container (the volume slackwater-data), or /tmp in Backrest's when it made the backup."),
    READ_ONLY("Make the repository writable: check its mount options and its owner."),
    DAMAGED(
            "Run restic check on the repository and follow restic's troubleshooting page; do not forget old snapshots now."),
    /** The command that writes the dump failed. The dump's own error has the reason. */
    SOURCE("See the dump's own error."),
    /** The files of the source grow faster than restic reads them. */
    GROWING(
            "Stop or slow the program that writes them, or exclude the growing file with the label slackwater.files.exclude."),
    /** The dataset could not be made readable. Nothing was read, so nothing was stored. */
    NOT_BEGUN("The run is retried."),
    /** Backrest's backup failed. Backrest's message has the reason. */
    ELSEWHERE("See the operation on Backrest's page."),
    /** The pause of the container ended while Backrest was reading, so the snapshot is worthless. */
    FREEZE_ENDED("See the operation on Backrest's page."),
    /** A user cancelled the operation in Backrest. */
    CANCELLED("Start the backup again if it is needed."),
    /** Slackwater ended restic, because it made no progress. */
    IDLE("Check the source and the repository's disk or server, or raise limits.idle in the policy."),
    KILLED(
            "The run is retried. If restic is killed often, look for memory limits, and for the process that kills restic."),
    NETWORK("Check the network to the repository's server."),
    OTHER("See the message of restic.");

    private final String remedy;

    Failure(String remedy) {
        this.remedy = remedy;
    }

    /** The failure with this id. {@link #OTHER} for an unknown id, which another version may have written. */
    public static Failure of(String id) {
        return Arrays.stream(values())
                .filter(failure -> failure.id().equals(id))
                .findFirst()
                .orElse(OTHER);
    }

    /** The name in the journal. It never changes, so a constant is never renamed. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What the user can do, in whole sentences. */
    public String remedy() {
        return remedy;
    }
}
