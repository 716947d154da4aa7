package io.slackwater.repository;

import java.util.List;

/** The failures of restic and repositories, and whether a retry can help. */
public enum Failure {
    NO_REPOSITORY(false),
    OTHER_REPOSITORY(false),
    WRONG_KEY(false),
    KEY_MISSING(false),
    LOCKED(true),
    /** Some of the source could not be read; restic's snapshot exists and must be forgotten. */
    INCOMPLETE(true),
    EMPTY(false),
    DISK_FULL(false),
    /** The disk of restic's temporary files is full, not the repository's. */
    SCRATCH_FULL(false),
    READ_ONLY(false),
    DAMAGED(false),
    /** The dump behind a stream failed; the stream's error is the reason. */
    SOURCE(true),
    /** The dataset could not be made readable. Nothing was read, so nothing was stored. */
    NOT_BEGUN(true),
    /** Another program failed to store; its message is the reason. */
    ELSEWHERE(true),
    /** The freeze ended while the other program read: what it stores is worthless. */
    FREEZE_ENDED(true),
    /** The other program did not answer while the workload was frozen for it, and the freeze reached its limit. */
    UNRESPONSIVE(true),
    /** A person cancelled the operation in the other program. */
    CANCELLED(false),
    /** Slackwater ended restic after a stall. */
    IDLE(true),
    KILLED(true),
    NETWORK(true),
    OTHER(true);

    private final boolean canPass;

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
        return Diagnosis.remedy(this);
    }

    Failure(boolean canPass) {
        this.canPass = canPass;
    }

    /** Whether a later retry can succeed without a person's help. */
    public boolean canPass() {
        return canPass;
    }
}
