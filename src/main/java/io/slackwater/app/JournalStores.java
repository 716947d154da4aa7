package io.slackwater.app;

import io.slackwater.journal.AuditLog;
import io.slackwater.journal.DatasetStore;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RepositoryStore;
import io.slackwater.journal.RunStore;
import io.slackwater.journal.SuspectedDamageStore;
import io.slackwater.journal.VerdictStore;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The stores of the journal, each for the beans that use it. */
@Singleton
public class JournalStores {

    @Produces
    @Singleton
    static RunStore runs(Journal journal) {
        return journal.runs();
    }

    @Produces
    @Singleton
    static VerdictStore verdicts(Journal journal) {
        return journal.verdicts();
    }

    @Produces
    @Singleton
    static SuspectedDamageStore suspectedDamage(Journal journal) {
        return journal.suspectedDamage();
    }

    @Produces
    @Singleton
    static DatasetStore datasets(Journal journal) {
        return journal.datasets();
    }

    @Produces
    @Singleton
    static RepositoryStore repositories(Journal journal) {
        return journal.repositories();
    }

    @Produces
    @Singleton
    static AuditLog audit(Journal journal) {
        return journal.audit();
    }
}
