package io.slackwater.app;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.slackwater.alert.AlarmSource;
import io.slackwater.alert.Alarms;
import io.slackwater.alert.AuditAlarms;
import io.slackwater.audit.AuditCheck;
import io.slackwater.audit.PolicyChanges;
import io.slackwater.audit.RefusedAttempts;
import io.slackwater.journal.Journal;
import io.slackwater.journal.JournalException;
import io.slackwater.policy.LivePolicy;
import io.slackwater.policy.Policy;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.jboss.logging.Logger;

/**
 * Records policy changes and refused attempts in the audit log. Verifies the log after the start and daily, and raises
 * an alarm when another program changed it.
 */
@Singleton
public class AuditWatch {

    private static final Logger LOG = Logger.getLogger(AuditWatch.class);

    @Produces
    final AuditCheck check;

    @Produces
    final RefusedAttempts refused;

    private final PolicyChanges changes;
    private final LivePolicy policy;

    AuditWatch(Journal journal, LivePolicy policy, Clock clock, Alarms alarms) {
        this.policy = policy;
        check = new AuditCheck(
                journal.audit(), clock, chain -> alarms.observed(AlarmSource.AUDIT, AuditAlarms.of(chain)));
        refused = new RefusedAttempts(journal.audit(), clock);
        changes = new PolicyChanges(journal.audit(), journal.auditedPolicy());
    }

    /** Records the first policy at once. A change in the seconds before the first tick would have no value before it. */
    void start(@Observes StartupEvent event) {
        policy.onChange(this::changed);
        changed(policy.current());
    }

    void stop(@Observes ShutdownEvent event) {
        attempt("the last refused attempts are missing in the audit log", refused::write);
    }

    /** Begins some seconds after the start, because the first backups and health come first. */
    @Scheduled(every = "1m", delayed = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void tick() {
        changed(policy.current());
        attempt("refused attempts are not in the audit log yet", refused::write);
        attempt("the audit log cannot be verified now", check::daily);
    }

    private void changed(Policy now) {
        attempt("a change of the policy is not in the audit log yet", () -> changes.look(now));
    }

    /** A journal that cannot be used has its own alarm. The next tick tries again. */
    private static void attempt(String failure, Runnable work) {
        try {
            work.run();
        } catch (JournalException e) {
            LOG.warnf("%s reason=%s", failure, e.getMessage());
        }
    }
}
