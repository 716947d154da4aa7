package io.slackwater.alert;

import java.util.function.Consumer;

/** Takes notices to a receiver. */
@FunctionalInterface
public interface AlarmSink {

    /**
     * Never blocks and never throws.
     *
     * @param done told once, on any thread, whether the receiver has it; when not, it is offered again later
     */
    void send(Notice notice, Consumer<Boolean> done);
}
