package io.slackwater.app;

import io.quarkus.scheduler.Scheduled;
import io.slackwater.alert.AlarmSource;
import io.slackwater.alert.Alarms;
import io.slackwater.alert.AuditAlarms;
import io.slackwater.audit.AuditCheck;
import io.slackwater.journal.AuditLog;
import io.slackwater.journal.JournalException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.jboss.logging.Logger;

/** Verifies the audit log after the start and daily, and raises an alarm when another program changed it. */
@Singleton
public class AuditWatch {

    private static final Logger LOG = Logger.getLogger(AuditWatch.class);

    @Produces
    final AuditCheck check;

    AuditWatch(AuditLog log, Clock clock, Alarms alarms) {
        check = new AuditCheck(log, clock, chain -> alarms.observed(AlarmSource.AUDIT, AuditAlarms.of(chain)));
    }

    /** Begins some seconds after the start, because the first backups and health come first. */
    @Scheduled(every = "1m", delayed = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void tick() {
        try {
            check.daily();
        } catch (JournalException e) {
            LOG.warnf(
                    "the audit log cannot be verified now; Slackwater tries again in a minute reason=%s",
                    e.getMessage());
        }
    }
}
