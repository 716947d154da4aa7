package io.slackwater.alert;

import java.util.function.Consumer;

/** Sends notices to a receiver. */
@FunctionalInterface
public interface AlarmSink {

    /**
     * Never blocks and never throws.
     *
     * @param done called once, on any thread, with the success; the caller offers a failed notice again later
     */
    void send(Notice notice, Consumer<Boolean> done);
}
