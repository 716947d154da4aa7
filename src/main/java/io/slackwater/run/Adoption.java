package io.slackwater.run;

/** What became of a backup that somebody else began. */
public sealed interface Adoption {

    /** A run of ours goes with it. */
    record Begun(String run) implements Adoption {}

    /** Not now; nothing was begun. */
    record Busy(String reason) implements Adoption {}

    /** It cannot be made that way; a run of our own was started for it. */
    record Instead(String reason, String run) implements Adoption {}
}
