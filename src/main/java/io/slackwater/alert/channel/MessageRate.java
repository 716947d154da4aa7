package io.slackwater.alert.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Counts the messages of a channel, so that many alarms become one digest. Telegram refuses more than 20 messages a minute
 * in a group (Telegram documentation, "Bots FAQ"). Not safe for use by several threads.
 */
final class MessageRate {

    private static final Duration WINDOW = Duration.ofMinutes(1);
    static final int MOST = 20;

    private final Deque<Instant> sent = new ArrayDeque<>();

    /** Returns how many messages may be sent now. */
    int left(Instant now) {
        // A time in the future comes from a clock that was set back.
        sent.removeIf(time -> !time.plus(WINDOW).isAfter(now) || time.isAfter(now));
        return MOST - sent.size();
    }

    void count(Instant now) {
        sent.addLast(now);
    }
}
