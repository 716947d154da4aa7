package io.slackwater.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.backrest.Conflict;
import io.slackwater.backrest.ReconcileOutcome;
import io.slackwater.observe.Alarm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What people are told of how Slackwater and Backrest get on. */
class BackrestStatusTest {

    private static final Instant T0 = Instant.parse("2026-06-01T00:00:00Z");
    private static final Conflict ANOTHER = new Conflict("repository critical", "It is another one.", "Rename it.");

    private static String state(List<Conflict> conflicts) {
        ReconcileOutcome outcome = new ReconcileOutcome.InSync(conflicts, new TreeSet<>());
        return BackrestResource.status(outcome, conflicts, List.of()).state();
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
                T0, "backup of plan shop-db-app (running)", List.of(), List.of(), new TreeSet<>());
        assertThat(BackrestResource.status(busy, List.of(), List.of())).satisfies(status -> {
            assertThat(status.since()).isEqualTo(T0);
            assertThat(status.with()).isEqualTo("backup of plan shop-db-app (running)");
        });
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
