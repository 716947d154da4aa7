package io.slackwater.alert.channel;

import io.slackwater.policy.CronSchedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** Decides when a report is due, and which time it tells of. Pure. */
record ReportSchedule(CronSchedule schedule, ZoneId zone) {

    /**
     * Returns the begin of the time that a report tells of now; empty when no report is due. Several missed reports
     * become one.
     *
     * @param last until when the last report told everything, or when the channel was first seen
     */
    Optional<Instant> due(Instant last, Instant now) {
        return schedule.next(last, zone).filter(time -> !time.isAfter(now)).map(time -> begin(last, time));
    }

    /** A first report tells of one whole interval of the schedule, as all others do. */
    private Instant begin(Instant last, Instant time) {
        Duration interval = schedule.next(time, zone)
                .map(next -> Duration.between(time, next))
                .orElse(Duration.ofDays(1));
        Instant whole = time.minus(interval);
        return whole.isBefore(last) ? whole : last;
    }
}
