package io.slackwater.repository;

import java.util.List;

/** Why restic or a repository failed: a closed set, with what it means for a retry. */
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
    /** Not the repository's disk: that of restic's own temporary files. */
    SCRATCH_FULL(false),
    READ_ONLY(false),
    DAMAGED(false),
    /** The dump behind a stream failed; the stream's own error says why. */
    SOURCE(true),
    /** The dataset could not be made readable: nothing was read, nothing can have been stored. */
    NOT_BEGUN(true),
    /** Another program that stores for us failed; its own words say why. */
    ELSEWHERE(true),
    /** A person ended it there. */
    CANCELLED(false),
    /** No progress for too long: ended by us. */
    IDLE(true),
    KILLED(true),
    NETWORK(true),
    OTHER(true);

    private final boolean canPass;

    /** What the words on stderr of a restic that failed mean, wherever it ran; {@link #OTHER} when they say nothing known. */
    public static Failure ofWords(String stderr) {
        return Diagnosis.ofText(stderr);
    }

    /** What a restic that ran elsewhere said on stderr, with {@code --json} or without, as a sentence without an end. */
    public static String summaryOf(String stderr) {
        ResticErrors errors = new ResticErrors(new Redaction(List.of()));
        stderr.lines().map(ResticLines::parse).forEach(errors::add);
        return errors.summary();
    }

    /** What a person can do, as sentences. */
    public String remedy() {
        return Diagnosis.remedy(this);
    }

    Failure(boolean canPass) {
        this.canPass = canPass;
    }

    /** Whether trying again later can succeed without anybody's help. */
    public boolean canPass() {
        return canPass;
    }
}
