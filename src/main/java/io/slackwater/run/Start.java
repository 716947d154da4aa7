package io.slackwater.run;

/** The answer to a request to start a run at once. */
public sealed interface Start {

    record Begun(String run) implements Start {}

    /** No run was started. */
    record Busy(String reason) implements Start {}
}
