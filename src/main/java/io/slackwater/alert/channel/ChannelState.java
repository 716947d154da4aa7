package io.slackwater.alert.channel;

import io.slackwater.journal.ChannelRecord;
import io.slackwater.journal.ChannelStore;
import io.slackwater.journal.JournalException;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * What is known about one channel. It lives on in the journal, and also works while the journal cannot be written. Safe
 * for use by several threads.
 */
final class ChannelState {

    private static final Logger LOG = Logger.getLogger(ChannelState.class);

    private final ChannelStore store;
    private volatile ChannelRecord record;

    ChannelState(String name, ChannelStore store) {
        this.store = store;
        this.record = store.find(name).orElseGet(() -> ChannelRecord.of(name));
    }

    ChannelRecord get() {
        return record;
    }

    /** Records the result of a message. */
    void result(SendResult result, Instant at) {
        switch (result) {
            case SendResult.Accepted _ -> {
                if (record.failing().isPresent()) {
                    LOG.infof("channel=%s works again", record.name());
                }
                change(one -> one.sent(at));
            }
            case SendResult.Refused refused -> {
                LOG.warnf("channel=%s failed fault=%s %s", record.name(), refused.fault(), refused.reason());
                change(one -> one.failed(at, refused.fault().name(), refused.reason()));
            }
        }
    }

    /** Records until when the last report told everything. */
    void reported(Instant until) {
        change(one -> one.reported(until));
    }

    private synchronized void change(UnaryOperator<ChannelRecord> step) {
        record = step.apply(record);
        try {
            store.put(record);
        } catch (JournalException e) {
            LOG.debugf("channel=%s is not in the journal yet: %s", record.name(), e.getMessage());
        }
    }
}
