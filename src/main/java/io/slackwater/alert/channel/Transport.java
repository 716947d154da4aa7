package io.slackwater.alert.channel;

/** Sends messages to one receiver. Safe for use by several threads. */
interface Transport extends AutoCloseable {

    /**
     * Sends a message and waits for the answer, but not longer than some ten seconds.
     *
     * @throws InterruptedException the thread was interrupted; the message may have arrived
     */
    SendResult send(Message message) throws InterruptedException;

    @Override
    default void close() {}
}
