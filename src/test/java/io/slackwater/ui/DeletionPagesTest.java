package io.slackwater.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.slackwater.journal.AuditFilter;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.Verified;
import io.slackwater.repository.Failure;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.Snapshot;
import io.slackwater.repository.StandInRepository;
import io.slackwater.run.Maintenance;
import io.slackwater.run.MaintenanceJob;
import io.slackwater.trust.BatchRetention;
import io.slackwater.trust.PoisonCleanup;
import io.slackwater.trust.SnapshotDeletion;
import io.slackwater.trust.SnapshotTrust;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeletionPagesTest {

    private static final Instant NIGHT = Instant.parse("2026-06-01T00:00:05Z");
    private static final String APP = "shop.db.app";
    private static final SecurityIdentity ANN = QuarkusSecurityIdentity.builder()
            .setPrincipal(new QuarkusPrincipal("ann"))
            .addRole("admin")
            .build();
    private static final String NAME =
            OverviewScene.POLICY.repositories().keySet().iterator().next();

    @RegisterExtension
    private final OverviewScene scene = new OverviewScene();

    private final List<Snapshot> there = new CopyOnWriteArrayList<>();
    private volatile Optional<RepositoryException> refusal = Optional.empty();
    private final Repository repository = new StandInRepository(NAME) {
        @Override
        public List<Snapshot> snapshots(String... tags) throws RepositoryException {
            if (refusal.isPresent()) {
                throw refusal.get();
            }
            return List.copyOf(there);
        }

        @Override
        public void forget(Collection<String> snapshots) {
            there.removeIf(snapshot -> snapshots.contains(snapshot.id()));
        }
    };
    private DeletionPages pages;
    private Maintenance maintenance;
    private PageAudit audit;

    @BeforeEach
    void open() {
        scene.workload("shop", "db", "app");
        scene.sources();
        SnapshotTrust trust = SnapshotTrust.of(scene.journal, scene.clock);
        BatchRetention retention = new BatchRetention(
                trust,
                scene.journal,
                new PoisonCleanup(
                        scene.journal.poison(), trust, () -> OverviewScene.POLICY, name -> repository, List.of()),
                () -> OverviewScene.POLICY,
                scene.board::get,
                name -> repository,
                scene.clock);
        SnapshotDeletion deletion = new SnapshotDeletion(trust, scene.journal, () -> OverviewScene.POLICY, retention);
        maintenance =
                new Maintenance(name -> repository, trust, retention, deletion, scene.journal.audit(), scene.clock);
        pages = new DeletionPages(deletion, maintenance, () -> ZoneId.of("Europe/Zurich"), scene.clock);
        audit = new PageAudit(scene.journal.audit(), ANN);
        scene.journal.repositories().named("repo-1", NAME);
        for (int hour = 0; hour < 2; hour++) {
            Instant time = NIGHT.plus(Duration.ofHours(hour));
            RunRecords.succeed(scene.journal, "r" + hour, APP, time);
            there.add(new Snapshot(
                    "snap-r" + hour,
                    Optional.empty(),
                    time.atOffset(ZoneOffset.UTC),
                    "it",
                    List.of(),
                    List.of("created-by:" + OverviewScene.POLICY.instance()),
                    1,
                    "tree-r" + hour));
        }
    }

    private Verified snapshot(String id) {
        return scene.journal.pins().candidates(id).getFirst();
    }

    private String rendered(DeletionPage view, Texts texts) {
        return PageTemplates.render(
                "deletion",
                Map.of(
                        "page",
                        PageTemplates.frame(texts, texts.of("deleteTitle"), "", "/datasets/" + APP + "/delete"),
                        "view",
                        view));
    }

    @Test
    void thePageAsksBeforeAnOldSnapshotIsDeleted() throws Exception {
        DeletionPage view = pages.asks(snapshot("snap-r0"), Texts.ENGLISH);

        assertThat(view.asks()).isTrue();
        assertThat(rendered(view, Texts.ENGLISH))
                .contains("Delete for good", "value=\"snap-r0\"", "Nothing can bring this snapshot back")
                .doesNotContain("data-live");
        assertThat(there).hasSize(2);
    }

    @Test
    void thePageSaysWhyTheNewestSnapshotStays() throws Exception {
        DeletionPage view = pages.asks(snapshot("snap-r1"), Texts.RUSSIAN);

        assertThat(view.asks()).isFalse();
        assertThat(rendered(view, Texts.RUSSIAN)).contains("самый новый").doesNotContain("delete-now");
        PageProblem problem = catchThrowableOfType(PageProblem.class, () -> pages.begin(snapshot("snap-r1"), audit));
        assertThat(problem.status()).isEqualTo(409);
        assertThat(problem.text(Texts.ENGLISH)).contains("newest verified snapshot");
        assertThat(maintenance.jobs()).isEmpty();
        assertThat(scene.journal.audit().page(AuditFilter.ALL, 9)).isEmpty();
    }

    @Test
    void aDeletionIsAuditedAndItsPageShowsTheEnd() throws Exception {
        MaintenanceJob job = pages.begin(snapshot("snap-r0"), audit);

        Awaitility.await().until(() -> pages.ofJob(APP, job.id(), Texts.ENGLISH).light() == Light.OK);
        assertThat(rendered(pages.ofJob(APP, job.id(), Texts.ENGLISH), Texts.ENGLISH))
                .contains("The snapshot was deleted.", "data-live")
                .doesNotContain("delete-now");
        assertThat(there).extracting(Snapshot::id).containsExactly("snap-r1");
        assertThat(scene.journal.audit().page(AuditFilter.ALL, 9))
                .extracting(
                        entry -> entry.actor() + " " + entry.action() + " " + entry.subject() + " " + entry.detail())
                .contains(
                        "ann delete shop.db.app snapshot snap-r0", "slackwater delete " + NAME + " done, snapshots=1");
        assertThatExceptionOfType(PageProblem.class)
                .isThrownBy(() -> pages.ofJob(APP, "x", Texts.ENGLISH))
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(404));
    }

    @Test
    void anUnusableRepositoryIsNamedWithTheReason() throws Exception {
        refusal = Optional.of(new RepositoryException(Failure.NETWORK, "connection refused"));

        DeletionPage view = pages.asks(snapshot("snap-r0"), Texts.ENGLISH);

        assertThat(view.light()).isEqualTo(Light.BAD);
        assertThat(view.detail()).contains("connection refused");
        assertThat(catchThrowableOfType(PageProblem.class, () -> pages.begin(snapshot("snap-r0"), audit))
                        .status())
                .isEqualTo(409);
    }
}
