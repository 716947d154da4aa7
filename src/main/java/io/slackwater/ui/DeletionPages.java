package io.slackwater.ui;

import io.slackwater.journal.Verified;
import io.slackwater.repository.RepositoryException;
import io.slackwater.run.Maintenance;
import io.slackwater.run.MaintenanceJob;
import io.slackwater.trust.DeletionDecision;
import io.slackwater.trust.SnapshotDeletion;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Makes the page that asks before a snapshot is deleted, and then shows how the deletion goes. */
final class DeletionPages {

    private static final Logger LOG = Logger.getLogger(DeletionPages.class);

    private final SnapshotDeletion deletion;
    private final Maintenance maintenance;
    private final Supplier<ZoneId> zone;
    private final Clock clock;

    DeletionPages(SnapshotDeletion deletion, Maintenance maintenance, Supplier<ZoneId> zone, Clock clock) {
        this.deletion = deletion;
        this.maintenance = maintenance;
        this.zone = zone;
        this.clock = clock;
    }

    /** The page that asks, or says why the snapshot stays. */
    DeletionPage asks(Verified snapshot, Texts texts) throws InterruptedException {
        List<Fact> facts = List.of(
                Fact.of(texts.of("snapshotId"), snapshot.shortId()),
                Fact.at(texts.of("snapshotByTime"), Moment.of(snapshot.time(), clock.instant(), zone.get(), texts)),
                Fact.of(texts.of("snapshotBySize"), texts.size(snapshot.bytes())));
        try {
            Optional<DeletionDecision.Kept> kept =
                    deletion.decide(List.of(snapshot)).getFirst().kept();
            return new DeletionPage(
                    snapshot.dataset(),
                    snapshot.snapshot(),
                    facts,
                    Light.WARN,
                    kept.map(reason -> texts.of("kept" + TextKeys.capital(reason)))
                            .orElseGet(() -> texts.of("deleteAsk")),
                    "",
                    kept.isEmpty());
        } catch (RepositoryException e) {
            return new DeletionPage(
                    snapshot.dataset(),
                    snapshot.snapshot(),
                    facts,
                    Light.BAD,
                    texts.of("deleteNoRepository"),
                    String.valueOf(e.getMessage()),
                    false);
        }
    }

    /** @throws PageProblem there is no such job since Slackwater started */
    DeletionPage ofJob(String dataset, String id, Texts texts) {
        MaintenanceJob job = maintenance.jobs().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> PageProblem.notFound("Maintenance", id));
        return new DeletionPage(
                dataset,
                "",
                List.of(),
                switch (job.state()) {
                    case RUNNING -> Light.BUSY;
                    case SUCCEEDED -> job.result().forgotten() > 0 ? Light.OK : Light.WARN;
                    case FAILED -> Light.BAD;
                },
                switch (job.state()) {
                    case RUNNING -> texts.of("deleteRunning");
                    case SUCCEEDED -> texts.of(job.result().forgotten() > 0 ? "deleteDone" : "deleteStays");
                    case FAILED -> texts.of("deleteFailed");
                },
                job.message(),
                false);
    }

    /**
     * Starts the deletion, and records it in the audit log before.
     *
     * @throws PageProblem the snapshot stays
     */
    MaintenanceJob begin(Verified snapshot, PageAudit audit) throws InterruptedException {
        List<DeletionDecision> decisions;
        try {
            decisions = deletion.decide(List.of(snapshot));
        } catch (RepositoryException e) {
            LOG.warnf("no snapshot can be deleted dataset=%s reason=%s", snapshot.dataset(), e.getMessage());
            throw PageProblem.conflict("deleteNoRepository");
        }
        decisions.getFirst().kept().ifPresent(kept -> {
            throw PageProblem.conflict("kept" + TextKeys.capital(kept));
        });
        audit.append("delete", snapshot.dataset(), "snapshot " + snapshot.snapshot());
        return maintenance.delete(decisions).getFirst();
    }
}
