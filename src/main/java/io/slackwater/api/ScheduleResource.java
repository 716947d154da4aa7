package io.slackwater.api;

import io.slackwater.alert.Alarms;
import io.slackwater.journal.AlarmRecord;
import io.slackwater.schedule.NextRun;
import io.slackwater.schedule.Scheduler;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Shows the next scheduled times and the current alarms. Acknowledges alarms. */
@Path("/api/v1")
@RolesAllowed("viewer")
@RunOnVirtualThread
public class ScheduleResource {

    private final Scheduler scheduler;
    private final Alarms alarms;
    private final RequestAudit audit;

    public ScheduleResource(Scheduler scheduler, Alarms alarms, RequestAudit audit) {
        this.scheduler = scheduler;
        this.alarms = alarms;
        this.audit = audit;
    }

    /**
     * The next start of a task.
     *
     * @param task {@code plan}, {@code prune}, {@code check}, or {@code retry} for a dataset whose last backup failed
     * @param name of the plan, the repository or the dataset
     * @param schedule a cron expression; for a retry, the cause of the failure
     * @param next null for a disabled plan
     * @param lastStarted when the task last started; before that, the end of the plan's newest backup; for a retry, the end
     *     of the failed run
     */
    public record ScheduleView(
            String task,
            String name,
            String schedule,
            @Nullable Instant next,
            @Nullable Instant lastStarted) {

        static ScheduleView of(NextRun run) {
            return new ScheduleView(
                    run.task().name().toLowerCase(Locale.ROOT),
                    run.name(),
                    run.expression(),
                    run.next().orElse(null),
                    run.lastDone().orElse(null));
        }
    }

    @GET
    @Path("/schedule")
    public List<ScheduleView> schedule() {
        return scheduler.nextRuns().stream().map(ScheduleView::of).toList();
    }

    /**
     * An alarm that is raised, or that just ended.
     *
     * @param severity {@code critical} or {@code warning}
     * @param cause identifies the problem; alarms with the same cause report the same problem
     * @param lastSent when a channel last accepted a notice about it; null before
     * @param sentTo the names of the channels that know it
     * @param over when the problem ended; null while it lasts
     * @param acknowledgedBy the user who knows about it; null when nobody said so
     */
    public record AlarmView(
            String key,
            String severity,
            String title,
            String detail,
            String remedy,
            String cause,
            Instant since,
            @Nullable Instant lastSent,
            Set<String> sentTo,
            @Nullable Instant over,
            @Nullable String acknowledgedBy,
            @Nullable Instant acknowledgedAt) {

        static AlarmView of(AlarmRecord alarm) {
            return new AlarmView(
                    alarm.key(),
                    alarm.severity(),
                    alarm.title(),
                    alarm.detail(),
                    alarm.remedy(),
                    alarm.cause(),
                    alarm.since(),
                    alarm.lastSent().orElse(null),
                    alarm.sent().keySet(),
                    alarm.over().orElse(null),
                    alarm.acknowledged().map(AlarmRecord.Acknowledgement::by).orElse(null),
                    alarm.acknowledged().map(AlarmRecord.Acknowledgement::at).orElse(null));
        }
    }

    /** Alarms that are raised now, oldest first. */
    @GET
    @Path("/alarms")
    public List<AlarmView> alarms() {
        return alarms.raised().stream().map(AlarmView::of).toList();
    }

    /** Records that the user knows about an alarm. Channels then repeat it no more. */
    @POST
    @RolesAllowed("operator")
    @Path("/alarms/{key}/acknowledge")
    public void acknowledge(String key) {
        requireRaised(key, alarms.acknowledge(key, audit.user()));
        audit.append("acknowledge-alarm", key, "");
    }

    /** Withdraws the acknowledgement of an alarm. */
    @DELETE
    @RolesAllowed("operator")
    @Path("/alarms/{key}/acknowledge")
    public void withdrawAcknowledgement(String key) {
        requireRaised(key, alarms.withdrawAcknowledgement(key));
        audit.append("unacknowledge-alarm", key, "");
    }

    private void requireRaised(String key, boolean raised) {
        if (!raised) {
            throw RequestChecks.unknown(
                    "raised alarm",
                    key,
                    alarms.raised().stream().map(AlarmRecord::key).toList(),
                    "GET /api/v1/alarms");
        }
    }
}
