package io.slackwater.journal;

/** What a run's end, or that of one of its attempts, is due to: a closed set, so that nobody has to read it out of a message. */
public enum EndCause {
    /** Nothing went wrong, or it is not over. */
    NONE,
    /** Nobody noted it: it ended before this was recorded. */
    UNKNOWN,
    /** What was to be backed up could not be found, read or dumped. */
    SOURCE,
    /** The workload could not be frozen, or somebody else ended the freeze. */
    FREEZE,
    /** The freeze lasted as long as it may. */
    FREEZE_LIMIT,
    /** The repository could not be used, or does not give back what it was given. */
    REPOSITORY,
    /** Who executes the backup, restic or Backrest, did not do it. */
    ENGINE,
    /** What was stored is not what it should be. */
    NOT_WHOLE,
    /** What was stored could not be checked. */
    NOT_CHECKED,
    /** The policy does not have its plan, or asks for no verification. */
    POLICY,
    /** We were restarted, or lost the journal, while it was open. */
    INTERRUPTED,
    /** Somebody stored it without asking us. */
    UNWATCHED,
    /** A person wanted it so. */
    CANCELLED,
    /** An error in Slackwater. */
    INTERNAL
}
