package io.slackwater.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known about a channel of alarms.
 *
 * @param lastSent when it last accepted a message
 * @param failing since when it accepts no message; empty when its last message was accepted
 * @param lastFailed when it last did not accept a message
 * @param fault the kind of the last failure, as the room {@code alert.channel} names it; empty without one
 * @param failure the last failure as a sentence; empty without one
 * @param reported until when the last report told everything; before the first report, when the channel was first seen
 */
public record ChannelRecord(
        String name,
        Optional<Instant> lastSent,
        Optional<Instant> failing,
        Optional<Instant> lastFailed,
        String fault,
        String failure,
        Optional<Instant> reported) {

    /** Makes the record of a channel that has sent nothing yet. */
    public static ChannelRecord of(String name) {
        return new ChannelRecord(name, Optional.empty(), Optional.empty(), Optional.empty(), "", "", Optional.empty());
    }

    public ChannelRecord sent(Instant at) {
        return new ChannelRecord(name, Optional.of(at), Optional.empty(), lastFailed, fault, failure, reported);
    }

    public ChannelRecord failed(Instant at, String kind, String why) {
        return new ChannelRecord(
                name, lastSent, failing.or(() -> Optional.of(at)), Optional.of(at), kind, why, reported);
    }

    public ChannelRecord reported(Instant until) {
        return new ChannelRecord(name, lastSent, failing, lastFailed, fault, failure, Optional.of(until));
    }
}
