package io.slackwater.run;

import io.slackwater.journal.Journal;
import io.slackwater.journal.Poison;
import io.slackwater.repository.Engine;
import io.slackwater.repository.Failure;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.StoredSnapshot;
import io.slackwater.repository.Window;
import io.slackwater.trust.Causes;
import io.slackwater.trust.RepositoryAlarms;
import io.slackwater.trust.RunFailure.Failed;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Stores through an engine and journals as poison whatever could have been left behind by a failure. */
public final class Storage {

    /** restic said so before it stored anything: no snapshot can exist. */
    private static final Set<Failure> NOTHING_STORED = EnumSet.of(
            Failure.NO_REPOSITORY,
            Failure.OTHER_REPOSITORY,
            Failure.WRONG_KEY,
            Failure.KEY_MISSING,
            Failure.LOCKED,
            Failure.NOT_BEGUN);

    private final Journal journal;
    private final Engine engine;
    private final RepositoryAlarms alarms;
    private final Clock clock;

    public Storage(Journal journal, Engine engine, Clock clock) {
        this.journal = journal;
        this.engine = engine;
        this.alarms = new RepositoryAlarms(journal);
        this.clock = clock;
    }

    /** Makes sure that the repository is the one that it was. Returns its restic id. */
    String open(Repository repository) throws Failed, InterruptedException {
        try {
            return alarms.open(repository);
        } catch (RepositoryException e) {
            throw new Failed(e.getMessage(), e.failure().canPass(), Causes.of(e.failure()), e);
        }
    }

    /** Returns with a slot for what is still to be done, whoever stored. */
    StoredSnapshot store(
            Repository repository, String restic, StoreRequest request, RunLog log, Window window, Slots.Slot slot)
            throws RepositoryException, InterruptedException {
        StoredSnapshot stored;
        try {
            stored = engine.store(repository, request, log, new TurnWindow(window, slot));
        } catch (RepositoryException e) {
            if (e.snapshot().isPresent() || !NOTHING_STORED.contains(e.failure())) {
                poison(restic, request.dataset(), log, e.snapshot(), e);
            }
            throw e;
        } catch (InterruptedException e) {
            poison(restic, request.dataset(), log, Optional.empty(), e);
            throw e;
        }
        try {
            slot.await();
        } catch (InterruptedException e) {
            poison(restic, request.dataset(), log, Optional.of(stored.id()), e);
            throw e;
        }
        return stored;
    }

    /** What was stored did not stand its verification; when that is for damaged data, others may hold them, too. */
    public void wrong(
            Repository repository, String restic, String dataset, RunLog log, String snapshot, Failed reason) {
        poison(restic, dataset, log, Optional.of(snapshot), reason);
        if (Verification.foundDamage(reason)) {
            try {
                alarms.unreadable(
                        repository.id(), restic, dataset, clock.instant(), String.valueOf(reason.getMessage()));
            } catch (RuntimeException e) {
                reason.addSuppressed(e);
            }
        }
    }

    /** A snapshot that turned out wrong, or may exist without our knowing: it must go before the dataset's next run. */
    void poison(String restic, String dataset, RunLog log, Optional<String> snapshot, Exception reason) {
        try {
            // An interrupt, which is a cancel, has no words of its own.
            String why = Objects.requireNonNullElse(reason.getMessage(), "the run was cancelled");
            journal.poison().add(new Poison(restic, dataset, log.id(), snapshot, why));
        } catch (RuntimeException e) {
            // The open run in the journal says the same at the next start: it is settled there.
            reason.addSuppressed(e);
        }
    }
}
