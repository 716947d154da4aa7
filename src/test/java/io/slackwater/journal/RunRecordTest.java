package io.slackwater.journal;

import static io.slackwater.journal.RunRecords.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.RunProgress.Ended;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunRecordTest {

    private final RunRecord queued = RunRecords.queued("r1", "shop.db.app", T0);

    @Test
    void aRunChangesItsStateAndKeepsItsIdentity() {
        RunRecord verifying = queued.startedAt(T0.plusSeconds(1))
                .storing("repo-1")
                .in(RunState.STORING)
                .frozenFor(Duration.ofSeconds(2))
                .stored("repo-1", "snap-1", 10, 5, "abc")
                .in(RunState.VERIFYING);
        assertThat(verifying)
                .usingRecursiveComparison()
                .ignoringFields("progress.state", "progress.started", "pause.frozen", "result")
                .isEqualTo(queued);
        assertThat(verifying.state()).isEqualTo(RunState.VERIFYING);
        assertThat(verifying.snapshot()).contains("snap-1");
        assertThat(verifying.repository()).contains("repo-1");
        assertThat(verifying.bytes()).isEqualTo(10);
        assertThat(verifying.result().added()).isEqualTo(5);
        assertThat(verifying.frozen()).isEqualTo(Duration.ofSeconds(2));
        assertThat(verifying.result().sha256()).isEqualTo("abc");

        RunRecord ended = RunRecords.in(verifying, RunState.SUCCEEDED, T0.plusSeconds(9), "fine");
        assertThat(ended)
                .usingRecursiveComparison()
                .ignoringFields("progress.state", "progress.ended", "result.message")
                .isEqualTo(verifying);
        assertThat(ended.ended()).contains(T0.plusSeconds(9));
        assertThat(ended.message()).isEqualTo("fine");
    }

    @Test
    void aNewAttemptKeepsTheFirstStartAndDropsTheLastSnapshot() {
        RunRecord second = queued.startedAt(T0.plusSeconds(1))
                .stored("repo-1", "snap-1", 10, 5, "abc")
                .again(T0.plusSeconds(5), EndCause.REPOSITORY, "the network\n was away", false);
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.state()).isEqualTo(RunState.QUEUED);
        assertThat(second.cause()).as("the run itself has not failed").isEqualTo(EndCause.NONE);
        assertThat(second.message()).isEmpty();
        assertThat(second.startedAt(T0.plusSeconds(60)).started()).contains(T0.plusSeconds(1));
        assertThat(second.storing("repo-1").snapshot()).isEqualTo(Optional.empty());
        assertThat(second.storing("repo-1").bytes()).isEqualTo(-1);

        RunRecord third =
                second.in(RunState.CAPTURING).again(T0.plusSeconds(70), EndCause.SOURCE, "x".repeat(2000), false);
        assertThat(RunRecords.in(third, RunState.SUCCEEDED, T0.plusSeconds(90), "")
                        .progress()
                        .earlier())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .isEqualTo(new Ended(
                                        1,
                                        T0.plusSeconds(5),
                                        EndCause.REPOSITORY,
                                        "the network was away",
                                        Optional.empty(),
                                        Optional.of(Duration.ZERO))),
                        next -> {
                            assertThat(next.attempt()).isEqualTo(2);
                            assertThat(next.at()).isEqualTo(T0.plusSeconds(70));
                            assertThat(next.reason()).startsWith("xxx").hasSizeLessThan(600);
                        });
    }

    @Test
    void eachAttemptHasItsOwnLongestPause() {
        RunRecord second = queued.storing("repo-1")
                .frozenFor(Duration.ofSeconds(9))
                .again(T0.plusSeconds(5), EndCause.FREEZE, "a user unpaused it", false);
        assertThat(second.frozen()).isZero();
        assertThat(second.progress().earlier().getFirst().frozen()).contains(Duration.ofSeconds(9));
        RunRecord stored =
                second.storing("repo-1").frozenFor(Duration.ofSeconds(2)).stored("repo-1", "snap-1", 10, 5, "");
        assertThat(stored.frozen()).isEqualTo(Duration.ofSeconds(2));
        assertThat(stored.frozenFor(Duration.ofSeconds(1)).frozen()).isEqualTo(Duration.ofSeconds(2));
        assertThat(stored.frozenFor(Duration.ofSeconds(10)).frozen()).isEqualTo(Duration.ofSeconds(10));
        assertThat(stored.frozenFor(Duration.ofSeconds(10)).snapshot()).contains("snap-1");
    }
}
