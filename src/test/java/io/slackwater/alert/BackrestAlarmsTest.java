package io.slackwater.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.backrest.reconcile.BackrestSubject;
import io.slackwater.backrest.reconcile.Conflict;
import io.slackwater.backrest.reconcile.ReconcileOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class BackrestAlarmsTest {

    private static final Instant T0 = Instant.parse("2026-06-01T00:00:00Z");
    private static final Conflict ANOTHER =
            new Conflict(BackrestSubject.repository("critical"), "It is another one.", "Rename it.");

    @Test
    void aConflictRaisesAnAlarmAtOnce() {
        assertThat(BackrestAlarms.of(
                                Optional.of(new ReconcileOutcome.InSync(List.of(ANOTHER), new TreeSet<>())), List.of())
                        .alarms())
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.patience()).isEqualTo(Duration.ZERO));
        assertThat(BackrestAlarms.of(Optional.empty(), List.of(ANOTHER)).alarms())
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.patience()).isEqualTo(Duration.ZERO));
    }

    @Test
    void anUnreachableBackrestRaisesAnAlarmAfterFiveMinutes() {
        Conflict away = new Conflict(
                BackrestSubject.of(BackrestSubject.SubjectKind.BACKREST), "It does not answer.", "See that it runs.");
        assertThat(BackrestAlarms.of(Optional.of(new ReconcileOutcome.Unreachable(T0, List.of(away))), List.of())
                        .alarms())
                .singleElement()
                .satisfies(alarm -> {
                    assertThat(alarm.patience()).isEqualTo(Duration.ofMinutes(5));
                    assertThat(alarm.severity()).isEqualTo(Alarm.Severity.WARNING);
                });
    }

    @Test
    void onlyAPassThatLeftNothingToWriteEndsAnAlarmAboutBackrest() {
        List<String> answered = List.of("backrest", "repository critical", "plan shop.db.app", "instance");
        List<String> prerequisites = List.of("host name", "stream token", "backups through Backrest");
        ReconcileOutcome busy =
                new ReconcileOutcome.Busy(T0, "backup of plan home (running)", List.of(), List.of(), new TreeSet<>());
        for (Optional<ReconcileOutcome> last : List.of(Optional.<ReconcileOutcome>empty(), Optional.of(busy))) {
            Predicate<String> judged = BackrestAlarms.of(last, List.of()).judged();
            assertThat(answered).noneMatch(judged);
            assertThat(prerequisites).allMatch(judged);
        }
        ReconcileOutcome inSync = new ReconcileOutcome.InSync(List.of(), new TreeSet<>());
        assertThat(answered)
                .allMatch(BackrestAlarms.of(Optional.of(inSync), List.of()).judged());
    }
}
