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
import org.junit.jupiter.api.Test;

class BackrestAlarmsTest {

    private static final Instant T0 = Instant.parse("2026-06-01T00:00:00Z");
    private static final Conflict ANOTHER =
            new Conflict(BackrestSubject.repository("critical"), "It is another one.", "Rename it.");

    @Test
    void aConflictRaisesAnAlarmAtOnce() {
        assertThat(BackrestAlarms.of(
                        Optional.of(new ReconcileOutcome.InSync(List.of(ANOTHER), new TreeSet<>())), List.of()))
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.patience()).isEqualTo(Duration.ZERO));
        assertThat(BackrestAlarms.of(Optional.empty(), List.of(ANOTHER)))
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.patience()).isEqualTo(Duration.ZERO));
    }

    @Test
    void anUnreachableBackrestRaisesAnAlarmAfterFiveMinutes() {
        Conflict away = new Conflict(
                BackrestSubject.of(BackrestSubject.Kind.BACKREST), "It does not answer.", "See that it runs.");
        assertThat(BackrestAlarms.of(Optional.of(new ReconcileOutcome.Unreachable(T0, List.of(away))), List.of()))
                .singleElement()
                .satisfies(alarm -> {
                    assertThat(alarm.patience()).isEqualTo(Duration.ofMinutes(5));
                    assertThat(alarm.severity()).isEqualTo(Alarm.Severity.WARNING);
                });
    }
}
