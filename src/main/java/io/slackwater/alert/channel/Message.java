package io.slackwater.alert.channel;

import io.slackwater.alert.Notice;
import java.time.Instant;
import java.util.List;

/** What a channel sends. */
sealed interface Message {

    /** One event of one alarm. */
    record Single(Notice notice) implements Message {}

    /** Many events at once, critical alarms first. */
    record Digest(List<Notice> notices, Instant at) implements Message {

        public Digest {
            notices = List.copyOf(notices);
        }

        long count(Notice.Event event) {
            return notices.stream().filter(one -> one.event() == event).count();
        }
    }

    /** The report of a day or a week. */
    record Summary(Report report) implements Message {}

    /** A message that a person asked for, to see that the channel works. */
    record Test(Instant at) implements Message {}
}
