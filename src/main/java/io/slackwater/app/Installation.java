package io.slackwater.app;

import io.slackwater.discovery.InventoryBoard;
import io.slackwater.journal.AuditLog;
import io.slackwater.journal.DatasetStore;
import io.slackwater.journal.HistoryStore;
import io.slackwater.journal.Journal;
import io.slackwater.journal.PinStore;
import io.slackwater.journal.RunStore;
import io.slackwater.journal.VerdictStore;
import io.slackwater.policy.LivePolicy;
import io.slackwater.run.InterruptedRuns;
import io.slackwater.trust.SnapshotTrust;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;

/**
 * Creates the basis of all other parts: directories, policy, journal with its stores, and the board with the inventory.
 */
@Singleton
public class Installation {

    final Path secrets;

    /** The directory for temporary files. */
    final Path scratch;

    @Produces
    final Clock clock = Clock.systemUTC();

    @Produces
    final LivePolicy policy;

    @Produces
    final Journal journal;

    @Produces
    final RunStore runs;

    @Produces
    final VerdictStore verdicts;

    @Produces
    final PinStore pins;

    @Produces
    final DatasetStore datasets;

    @Produces
    final HistoryStore history;

    @Produces
    final AuditLog audit;

    @Produces
    final SnapshotTrust trust;

    @Produces
    final InventoryBoard board = new InventoryBoard();

    final InterruptedRuns interruptedRuns;

    Installation(SlackwaterConfig config) {
        Path data = Path.of(config.data());
        secrets = Path.of(config.secrets());
        scratch = data.resolve("scratch");
        policy = new LivePolicy(Path.of(config.policyFile()), ServiceKinds.plans());
        journal = Journal.open(data.resolve("journal.db"), clock);
        runs = journal.runs();
        verdicts = journal.verdicts();
        pins = journal.pins();
        datasets = journal.datasets();
        history = journal.history();
        audit = journal.audit();
        interruptedRuns = new InterruptedRuns(runs, journal.poison(), clock);
        trust = SnapshotTrust.of(journal, clock);
    }
}
