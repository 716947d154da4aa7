package io.slackwater.run;

/** The answer to a request for an immediate run. */
public sealed interface Start {

    record Begun(String run) implements Start {}

    /** No run was started. */
    record Busy(String reason) implements Start {}
}
