package io.slackwater.run;

/** What became of the wish to start a run at once. */
public sealed interface Start {

    record Begun(String run) implements Start {}

    /** Nothing was begun. */
    record Busy(String reason) implements Start {}
}
