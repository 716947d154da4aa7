package io.slackwater.alert;

import java.util.function.Consumer;

/** Sends notices about alarms to a receiver, such as a webhook. */
@FunctionalInterface
public interface AlarmSink {

    /**
     * Sends a notice. Never blocks and never throws.
     *
     * @param done called once, on any thread, with true when the receiver accepted the notice. After false, the caller
     *     sends the notice again later
     */
    void send(Notice notice, Consumer<Boolean> done);
}
