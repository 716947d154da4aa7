package io.slackwater.alert.channel;

import io.slackwater.alert.Alarms;
import io.slackwater.alert.ChannelRule;
import io.slackwater.alert.Notice;
import io.slackwater.policy.ChannelPolicy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Sends to one channel what it still needs. The book of alarms is its queue: an alarm stays due until the channel
 * accepts it. So no notice is lost, and a long failure needs no memory. {@link #round} belongs to one thread.
 */
final class ChannelDelivery {

    private static final Logger LOG = Logger.getLogger(ChannelDelivery.class);

    private final ChannelPolicy channel;
    private final ChannelRule rule;
    private final Optional<ReportSchedule> schedule;
    private final Transport transport;
    private final Alarms alarms;
    private final ReportBuilder reports;
    private final ChannelState state;
    private final Clock clock;
    private final Runnable failed;
    private final MessageRate rate = new MessageRate();
    private final RetryTime retry = new RetryTime();

    /** @param context the parts that all channels share */
    ChannelDelivery(ChannelPolicy channel, ZoneId zone, Transport transport, ChannelState state, Context context) {
        this.channel = channel;
        this.rule = new ChannelRule(channel, zone);
        this.schedule = channel.report().map(cron -> new ReportSchedule(cron, zone));
        this.transport = transport;
        this.state = state;
        this.alarms = context.alarms();
        this.reports = context.reports();
        this.clock = context.clock();
        this.failed = context.failed();
    }

    /**
     * The parts that all channels share.
     *
     * @param failed called after each message that a receiver did not accept
     */
    record Context(Alarms alarms, ReportBuilder reports, Clock clock, Runnable failed) {}

    /** Sends what is due now. Stops at the first failure; a later call tries again. */
    void round() throws InterruptedException {
        if (retry.reached(clock.instant()) && notices()) {
            report();
        }
    }

    /** Sends the notices that are due. Returns false when one failed. */
    private boolean notices() throws InterruptedException {
        List<Notice> due = alarms.due(rule);
        int left = rate.left(clock.instant());
        if (due.isEmpty() || left <= 0) {
            return true;
        }
        if (due.size() > left) {
            return deliver(new Message.Digest(due, clock.instant()), due);
        }
        for (Notice notice : due) {
            if (!deliver(new Message.Single(notice), List.of(notice))) {
                return false;
            }
        }
        return true;
    }

    private void report() throws InterruptedException {
        if (schedule.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        Optional<Instant> last = state.get().reported();
        if (last.isEmpty()) {
            state.reported(now);
            return;
        }
        Optional<Instant> since = schedule.get().due(last.get(), now);
        if (since.isPresent() && deliver(new Message.Summary(reports.between(since.get(), now)), List.of())) {
            state.reported(now);
        }
    }

    private boolean deliver(Message message, List<Notice> notices) throws InterruptedException {
        SendResult result = send(message);
        Instant now = clock.instant();
        rate.count(now);
        switch (result) {
            case SendResult.Accepted _ -> {
                retry.accepted();
                alarms.accepted(channel.id(), notices);
                return true;
            }
            case SendResult.Refused refused -> {
                retry.refused(refused, now);
                return false;
            }
        }
    }

    private SendResult send(Message message) throws InterruptedException {
        SendResult result;
        try {
            result = transport.send(message);
        } catch (RuntimeException e) {
            LOG.errorf(e, "channel=%s failed by an unexpected error", channel.id());
            result = SendResult.refused(Fault.MESSAGE, "an unexpected error, which the log shows");
        }
        state.result(result, clock.instant());
        if (result instanceof SendResult.Refused) {
            failed.run();
        }
        return result;
    }

    /** Sends a test message at once. After a success, what waits is sent at once too. Called by any thread. */
    SendResult test() throws InterruptedException {
        SendResult result = send(new Message.Test(clock.instant()));
        if (result instanceof SendResult.Accepted) {
            retry.accepted();
        }
        return result;
    }

    ChannelState state() {
        return state;
    }

    /** Returns how many notices the channel has not accepted yet. */
    int waiting() {
        return alarms.due(rule).size();
    }

    Optional<Instant> nextTry() {
        return retry.next();
    }
}
