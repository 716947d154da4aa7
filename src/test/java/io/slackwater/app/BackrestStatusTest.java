package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.alert.Alarm;
import io.slackwater.alert.Findings;
import io.slackwater.api.BackrestResource;
import io.slackwater.backrest.reconcile.Conflict;
import io.slackwater.backrest.reconcile.ReconcileOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What people are told of how Slackwater and Backrest get on. */
class BackrestStatusTest {

    private static final Instant T0 = Instant.parse("2026-06-01T00:00:00Z");
    private static final Conflict ANOTHER = new Conflict("repository critical", "It is another one.", "Rename it.");

    private static String state(List<Conflict> conflicts) {
        ReconcileOutcome outcome = new ReconcileOutcome.InSync(conflicts, new TreeSet<>());
        return BackrestResource.status(outcome, conflicts, List.of(), List.of()).state();
    }

    @Test
    void nothingIsInSyncBesideAConflict() {
        assertThat(state(List.of())).isEqualTo("in-sync");
        assertThat(state(List.of(ANOTHER))).isEqualTo("conflict");
    }

    @Test
    void aConflictKeepsItsOwnRepositorysDatasetsFromBackrest() {
        assertThat(BackrestConflicts.of("critical", List.of(ANOTHER))).contains(ANOTHER);
        assertThat(BackrestConflicts.of("critical-2", List.of(ANOTHER))).isEmpty();
    }

    @Test
    void anotherInstanceKeepsAllDatasetsFromBackrest() {
        Conflict instance = new Conflict("instance", "It is another one.", "Make them the same.");
        assertThat(BackrestConflicts.of("critical", List.of(instance))).contains(instance);
    }

    @Test
    void whatABusyBackrestDoesIsSaid() {
        ReconcileOutcome busy = new ReconcileOutcome.Busy(
                T0, "backup of plan shop.db.app (running)", List.of(), List.of(), new TreeSet<>());
        assertThat(BackrestResource.status(busy, List.of(), List.of(), List.of()))
                .satisfies(status -> {
                    assertThat(status.since()).isEqualTo(T0);
                    assertThat(status.with()).isEqualTo("backup of plan shop.db.app (running)");
                });
    }

    @Test
    void nothingOfABackrestThatWasNotLookedAtYetIsOver() {
        Findings before = Provisioning.findings(Optional.empty(), List.of(), (outcome, subject) -> true);
        assertThat(before.judged()).rejects("backrest", "repository critical", "plan shop.db.app", "instance");
        assertThat(before.judged())
                .as("of these it need not be asked")
                .accepts("host name", "stream token", "backups through Backrest");
        ReconcileOutcome looked = new ReconcileOutcome.InSync(List.of(ANOTHER), new TreeSet<>());
        Findings after = Provisioning.findings(Optional.of(looked), List.of(), (outcome, subject) -> outcome == looked);
        assertThat(after.alarms()).hasSize(1);
        assertThat(after.judged()).accepts("backrest", "plan shop.db.app");
    }

    @Test
    void aConflictIsAnAlarmAtOnceAndABackrestThatIsAwayAfterFiveMinutes() {
        assertThat(Provisioning.alarms(new ReconcileOutcome.InSync(List.of(ANOTHER), new TreeSet<>())))
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.patience()).isEqualTo(Duration.ZERO));
        Conflict away = new Conflict("backrest", "It does not answer.", "See that it runs.");
        assertThat(Provisioning.alarms(new ReconcileOutcome.Unreachable(T0, T0, List.of(away))))
                .singleElement()
                .satisfies(alarm -> {
                    assertThat(alarm.patience()).isEqualTo(Duration.ofMinutes(5));
                    assertThat(alarm.severity()).isEqualTo(Alarm.Severity.WARNING);
                });
    }
}
