package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.api.Problem;
import io.slackwater.backrest.reconcile.ReconcileOutcome;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RunRecords;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which plans without a dataset may be removed from Backrest. What a pass does with them: {@code BackrestProvisioningTest}. */
class ReleasedPlansTest {

    private static final Instant T0 = Instant.parse("2026-06-01T00:00:00Z");
    private static final String PLAN = "shop.db.app";
    private static final Set<String> NO_DATASETS = Set.of();
    private static final Optional<ReconcileOutcome> ORPHANED =
            Optional.of(new ReconcileOutcome.InSync(List.of(), orphans(PLAN)));
    private static final ReconcileOutcome REMOVED =
            new ReconcileOutcome.Written(List.of(), List.of(), List.of(), orphans());
    private static final ReconcileOutcome BUSY =
            new ReconcileOutcome.Busy(T0, "a backup", List.of(), List.of(), orphans());

    @TempDir
    Path directory;

    private Journal journal;
    private ReleasedPlans plans;

    @BeforeEach
    void open() {
        journal = Journal.open(directory.resolve("journal.db"), Clock.systemUTC());
        RunRecords.succeed(journal, "r1", PLAN, T0);
        plans = new ReleasedPlans(journal);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private static SortedSet<String> orphans(String... ids) {
        return new TreeSet<>(List.of(ids));
    }

    private void assertRefused(int status, String because, Set<String> datasets, Optional<ReconcileOutcome> last) {
        assertThatThrownBy(() -> plans.release(PLAN, datasets, last))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(status))
                .hasMessageContaining(because);
        assertThat(plans.byAdmin()).isEmpty();
    }

    @Test
    void aPlanWithSomethingToRestoreStaysUntilAnAdminReleasesIt() {
        assertThat(plans.mayGo(NO_DATASETS, ORPHANED)).isEmpty();
        plans.release(PLAN, NO_DATASETS, ORPHANED);
        assertThat(plans.mayGo(NO_DATASETS, ORPHANED)).containsExactly(PLAN);
        assertThat(journal.verdicts().of(PLAN)).as("its snapshots").hasSize(1);
    }

    @Test
    void aPlanWithNothingToRestoreGoesByItself() {
        journal.verdicts().forgotten("repo-1", Set.of("snap-r1"));
        assertThat(plans.mayGo(NO_DATASETS, ORPHANED)).containsExactly(PLAN);
    }

    @Test
    void aPlanWhoseDatasetIsThereIsRefused() {
        assertRefused(409, "the label slackwater.enable", Set.of(PLAN), ORPHANED);
    }

    @Test
    void aPlanThatIsNotOursOrNotThereIsRefused() {
        assertRefused(404, "GET /api/v1/backrest lists", NO_DATASETS, Optional.of(REMOVED));
    }

    @Test
    void nobodyKnowsOfPlansBeforeBackrestWasAskedNorWhileItIsAway() {
        assertRefused(503, "not looked at yet", NO_DATASETS, Optional.empty());
        assertRefused(
                503, "does not answer", NO_DATASETS, Optional.of(new ReconcileOutcome.Unreachable(T0, T0, List.of())));
        assertRefused(
                503, "cannot be changed", NO_DATASETS, Optional.of(new ReconcileOutcome.Blocked(T0, T0, List.of())));
    }

    @Test
    void aReleaseHoldsWhileBackrestIsBusyAndAfterARestart() {
        plans.release(PLAN, NO_DATASETS, ORPHANED);
        plans.passed(BUSY);
        plans.release(PLAN, NO_DATASETS, Optional.of(BUSY));
        plans = new ReleasedPlans(journal);
        assertThat(plans.byAdmin()).containsExactly(PLAN);
        assertThat(plans.mayGo(NO_DATASETS, Optional.of(BUSY))).containsExactly(PLAN);
    }

    @Test
    void whatGoesByItselfIsAskedForAgainWhileBackrestIsBusy() {
        journal.verdicts().forgotten("repo-1", Set.of("snap-r1"));
        plans.mayGo(NO_DATASETS, ORPHANED);
        plans.passed(BUSY);
        assertThat(plans.mayGo(NO_DATASETS, Optional.of(BUSY))).containsExactly(PLAN);
    }

    @Test
    void aReleaseEndsWithThePlan() {
        plans.release(PLAN, NO_DATASETS, ORPHANED);
        plans.mayGo(NO_DATASETS, ORPHANED);
        plans.passed(REMOVED);
        assertThat(plans.byAdmin()).isEmpty();
        assertThat(plans.mayGo(NO_DATASETS, ORPHANED))
                .as("a later orphan of that name")
                .isEmpty();
    }

    @Test
    void aReleaseEndsWhenTheDatasetIsBack() {
        plans.release(PLAN, NO_DATASETS, ORPHANED);
        assertThat(plans.mayGo(Set.of(PLAN), ORPHANED)).isEmpty();
        assertThat(plans.byAdmin()).isEmpty();
    }
}
