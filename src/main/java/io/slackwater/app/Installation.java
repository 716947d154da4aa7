package io.slackwater.app;

import io.slackwater.discovery.InventoryBoard;
import io.slackwater.journal.Journal;
import io.slackwater.policy.LivePolicy;
import io.slackwater.run.InterruptedRuns;
import io.slackwater.trust.SnapshotTrust;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** The directories, the policy and the journal, and what discovery found last. */
@Singleton
public class Installation {

    final Path secrets;
    /** Slackwater's own data, which no dataset contains. */
    final List<Path> own;

    @Produces
    @Singleton
    @Named("scratch")
    final Path scratch;

    @Produces
    @Singleton
    final Clock clock = Clock.systemUTC();

    @Produces
    @Singleton
    final LivePolicy policy;

    @Produces
    @Singleton
    final Journal journal;

    @Produces
    @Singleton
    final SnapshotTrust trust;

    @Produces
    @Singleton
    final InventoryBoard board = new InventoryBoard();

    final InterruptedRuns interruptedRuns;

    Installation(SlackwaterConfig config) {
        Path data = Path.of(config.data());
        secrets = Path.of(config.secrets());
        own = List.of(data, Path.of(config.cache()));
        scratch = data.resolve("scratch");
        policy = new LivePolicy(Path.of(config.policyFile()), ServiceKinds.plans());
        journal = Journal.open(data.resolve("journal.db"), clock);
        interruptedRuns = new InterruptedRuns(journal.runs(), journal.poison(), clock);
        trust = SnapshotTrust.of(
                journal.runs(),
                journal.verdicts(),
                journal.suspectedDamage(),
                journal.datasets(),
                journal.repositories(),
                journal.audit(),
                clock);
    }
}
