package io.slackwater.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.slackwater.discovery.Dataset;
import io.slackwater.journal.AuditFilter;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageButtonsTest {

    private static final Instant NIGHT = Instant.parse("2026-06-01T00:00:05Z");
    private static final SecurityIdentity ANN = QuarkusSecurityIdentity.builder()
            .setPrincipal(new QuarkusPrincipal("ann"))
            .addRole("operator")
            .build();

    @RegisterExtension
    private final OverviewScene scene = new OverviewScene();

    private Submissions runs;
    private PageAudit audit;
    private final PageAnswers answers = new PageAnswers(ANN);

    /** Remembers what was asked. */
    private record Submissions(JournaledRuns journaled, List<String> submitted, List<String> cancelled)
            implements LiveRuns {

        @Override
        public Optional<RunRecord> find(String run) {
            return journaled.find(run);
        }

        @Override
        public List<RunRecord> open() {
            return journaled.open();
        }

        @Override
        public Optional<Long> bytesDone(String run) {
            return journaled.bytesDone(run);
        }

        @Override
        public List<String> submit(Collection<Dataset> datasets) {
            datasets.forEach(one -> submitted.add(one.id()));
            return datasets.stream().map(one -> "run-of-" + one.name()).toList();
        }

        @Override
        public boolean cancel(String run) {
            return cancelled.add(run);
        }
    }

    @BeforeEach
    void open() {
        scene.workload("shop", "db", "app", "roles");
        scene.workload("shop", "cache", "rdb");
        scene.sources();
        runs = new Submissions(new JournaledRuns(scene.journal.runs()), new ArrayList<>(), new ArrayList<>());
        audit = new PageAudit(scene.journal.audit(), ANN);
    }

    private DatasetPageResource dataset() {
        return new DatasetPageResource(
                answers,
                new DatasetPages(scene.sources(), new DatasetAlarms(List::of), scene.clock),
                scene.board,
                runs,
                scene.journal.pins(),
                scene.clock,
                audit);
    }

    private WorkloadPageResource workload() {
        return new WorkloadPageResource(
                answers, new WorkloadPages(scene.sources(), scene.clock), scene.board, runs, audit);
    }

    private RunPageResource run() {
        return new RunPageResource(
                answers, new RunPages(scene.sources(), _ -> EngineLog.SILENT, scene.clock), runs, audit);
    }

    private static void leadsTo(String path, Response answer) {
        assertThat(answer.getStatus()).isEqualTo(303);
        assertThat(answer.getHeaderString("Location")).isEqualTo(path);
    }

    private List<String> audited() {
        return scene.journal.audit().page(AuditFilter.ALL, 10).stream()
                .map(entry -> entry.actor() + " " + entry.action() + " " + entry.subject() + " " + entry.detail())
                .toList();
    }

    @Test
    void aDatasetIsBackedUpAndTheBrowserFollowsItsRun() {
        leadsTo("/runs/run-of-app", dataset().backup("shop.db.app"));

        assertThat(runs.submitted()).containsExactly("shop.db.app");
        assertThat(audited()).containsExactly("ann run run-of-app dataset shop.db.app");
    }

    @Test
    void aSnapshotIsPinnedUntilItIsUnpinned() {
        RunRecords.succeed(scene.journal, "r1", "shop.db.app", NIGHT);

        leadsTo("/datasets/shop.db.app#snapshots", dataset().pin("shop.db.app", "snap-r1"));
        assertThat(scene.journal.pins().in("repo-1")).containsExactly("snap-r1");

        leadsTo("/datasets/shop.db.app#snapshots", dataset().unpin("shop.db.app", "snap-r1"));
        assertThat(scene.journal.pins().in("repo-1")).isEmpty();
        assertThat(audited())
                .containsExactly("ann unpin shop.db.app snapshot snap-r1", "ann pin shop.db.app snapshot snap-r1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"snap", "snap-r2", ""})
    void onlyASnapshotOfTheDatasetIsPinned(String snapshot) {
        RunRecords.succeed(scene.journal, "r1", "shop.db.app", NIGHT);
        RunRecords.succeed(scene.journal, "r2", "shop.cache.rdb", NIGHT);

        assertThatExceptionOfType(PageProblem.class)
                .isThrownBy(() -> dataset().pin("shop.db.app", snapshot))
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(404));
    }

    @Test
    void aWorkloadIsBackedUpWithAllItsDatasets() {
        leadsTo("/workloads/shop-db", workload().backup("shop-db"));
        leadsTo("/runs/run-of-rdb", workload().backup("shop-cache"));

        assertThat(runs.submitted()).containsExactly("shop.db.app", "shop.db.roles", "shop.cache.rdb");
        assertThat(audited()).contains("ann run run-of-app,run-of-roles workload shop-db");
    }

    @Test
    void anOpenRunIsCancelledOnce() {
        RunRecords.verifying(scene.journal, "open", "shop.db.app", NIGHT);

        leadsTo("/runs/open", run().cancel("open"));

        assertThat(runs.cancelled()).containsExactly("open");
        assertThat(audited()).containsExactly("ann cancel open shop.db.app");
    }

    @Test
    void whatDoesNotExistIsNeitherStartedNorCancelled() {
        RunRecords.succeed(scene.journal, "ended", "shop.db.app", NIGHT);

        refused(404, () -> dataset().backup("shop.db.ap"));
        refused(404, () -> workload().backup("shop-x"));
        refused(404, () -> run().cancel("none"));
        refused(409, () -> run().cancel("ended"));

        assertThat(runs.submitted()).isEmpty();
        assertThat(runs.cancelled()).isEmpty();
        assertThat(audited()).isEmpty();
    }

    private static void refused(int status, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        PageProblem.class,
                        problem -> assertThat(problem.status()).isEqualTo(status));
    }
}
