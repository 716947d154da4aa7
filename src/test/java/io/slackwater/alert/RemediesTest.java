package io.slackwater.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.health.DatasetHealth;
import io.slackwater.health.HealthReason;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemediesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            it is never initialised again by itself | Gone
            wrong password. Put the right key file back (the recovery kit has it) | Its key
            Free some space on the repository's disk | Full
            pack ab contains 2 errors: the data are damaged | Damaged
            dial tcp: refused. Check the way to the repository's server. | Its server
            """)
    void everyRepositoryTroubleHasItsRemedy(String reason, String begins) {
        String remedy = Remedies.repository("critical", reason);
        for (String other : List.of("Gone, empty", "Its key", "Full or", "Damaged:", "Its server")) {
            if (other.startsWith(begins)) {
                assertThat(remedy).contains(other);
            } else {
                assertThat(remedy).doesNotContain(other);
            }
        }
        assertThat(remedy).contains("check critical --wait");
    }

    @Test
    void anUnknownRepositoryTroubleListsAllRemedies() {
        assertThat(Remedies.repository("critical", "x")).contains("Gone, empty", "Its key", "Full or", "Damaged:");
    }

    @Test
    void aRunThatARestartInterruptedRaisesNoAlarmWhileItIsRepeated() {
        RunRecord broken = RunRecords.in(
                RunRecords.queued("r7", "orders", RunRecords.T0),
                RunState.FAILED,
                RunRecords.T0,
                EndCause.INTERRUPTED,
                "interrupted: Slackwater was restarted");
        DatasetHealth health = new DatasetHealth(
                "orders",
                "critical",
                HealthReason.FRESH,
                "Because.",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(broken),
                Optional.empty());
        assertThat(Conditions.runs(List.of(health), id -> false, id -> true)).isEmpty();
        assertThat(Conditions.undecided(List.of(health), id -> true))
                .as("nor is it the end of an earlier one's alarm")
                .containsExactly("orders");
        assertThat(Conditions.undecided(List.of(health), id -> false)).isEmpty();
        assertThat(Conditions.runs(List.of(health), id -> false, id -> false))
                .singleElement()
                .satisfies(alarm -> {
                    assertThat(alarm.patience()).isPositive();
                    assertThat(alarm.remedy())
                            .contains("backed up again by itself")
                            .doesNotContain("See that");
                });
    }
}
