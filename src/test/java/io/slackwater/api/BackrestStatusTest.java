package io.slackwater.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.api.BackrestResource.ConflictView;
import io.slackwater.backrest.reconcile.BackrestSubject;
import io.slackwater.backrest.reconcile.Conflict;
import io.slackwater.backrest.reconcile.PlanRelease;
import io.slackwater.backrest.reconcile.ReconcileOutcome;
import io.slackwater.journal.FieldEdit;
import io.slackwater.journal.Revert;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackrestStatusTest {

    private static final Instant T0 = Instant.parse("2026-06-01T00:00:00Z");
    private static final Conflict ANOTHER =
            new Conflict(BackrestSubject.repository("critical"), "It is another one.", "Rename it.");

    private static String state(List<Conflict> conflicts) {
        ReconcileOutcome outcome = new ReconcileOutcome.InSync(conflicts, new TreeSet<>());
        return BackrestResource.status(Optional.of(outcome), conflicts, List.of(), List.of())
                .state();
    }

    @Test
    void aBackrestWithAConflictIsNotInSync() {
        assertThat(state(List.of())).isEqualTo("in-sync");
        assertThat(state(List.of(ANOTHER))).isEqualTo("conflict");
    }

    @Test
    void aBusyBackrestShowsItsWork() {
        ReconcileOutcome busy = new ReconcileOutcome.Busy(
                T0, "backup of plan shop.db.app (running)", List.of(), List.of(), new TreeSet<>());
        assertThat(BackrestResource.status(Optional.of(busy), List.of(), List.of(), List.of()))
                .satisfies(status -> {
                    assertThat(status.since()).isEqualTo(T0);
                    assertThat(status.with()).isEqualTo("backup of plan shop.db.app (running)");
                });
    }

    @Test
    void aBackrestThatTakesNoChangesShowsSinceWhen() {
        for (ReconcileOutcome outcome :
                List.of(new ReconcileOutcome.Unreachable(T0, List.of()), new ReconcileOutcome.Blocked(T0, List.of()))) {
            assertThat(BackrestResource.status(Optional.of(outcome), List.of(), List.of(), List.of())
                            .since())
                    .isEqualTo(T0);
        }
        ReconcileOutcome written = new ReconcileOutcome.Written(List.of(), List.of(), List.of(), new TreeSet<>());
        assertThat(BackrestResource.status(Optional.of(written), List.of(), List.of(), List.of())
                        .state())
                .isEqualTo("written");
    }

    @Test
    void revertedEditsAreListedBeforeTheFirstComparisonToo() {
        Revert revert = new Revert(
                T0,
                "plan shop.db.app",
                "ann",
                "It belongs to Slackwater.",
                List.of(new FieldEdit("schedule", "1", "2")));

        assertThat(BackrestResource.status(Optional.empty(), List.of(ANOTHER), List.of("old"), List.of(revert)))
                .satisfies(status -> {
                    assertThat(status.state()).isEqualTo("waiting");
                    assertThat(status.released()).containsExactly("old");
                    assertThat(status.conflicts())
                            .singleElement()
                            .extracting(ConflictView::what)
                            .isEqualTo(ANOTHER.what());
                    assertThat(status.reverts())
                            .singleElement()
                            .satisfies(edit -> assertThat(edit.fields())
                                    .containsExactly(new BackrestResource.FieldView("schedule", "1", "2")));
                });
    }

    @ParameterizedTest
    @CsvSource({
        "IN_USE, 409, the label slackwater.enable",
        "UNKNOWN, 404, GET /api/v1/backrest lists",
        "NOT_KNOWN, 503, has not read"
    })
    void aRefusedReleaseNamesItsReason(PlanRelease answer, int status, String because) {
        assertThat(BackrestResource.refusal("shop.db.app", answer)).hasValueSatisfying(problem -> {
            assertThat(problem.status()).isEqualTo(status);
            assertThat(problem).hasMessageContaining(because);
        });
    }

    @Test
    void anAcceptedReleaseIsNoProblem() {
        assertThat(BackrestResource.refusal("shop.db.app", PlanRelease.ACCEPTED))
                .isEmpty();
    }
}
