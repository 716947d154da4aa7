package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.EndCause;
import io.slackwater.journal.Journal;
import io.slackwater.journal.Poison;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterruptedRunsTest {

    @TempDir
    Path directory;

    @Test
    void anInterruptedRunHasTheDurationOfItsFreeze() {
        Clock clock = Clock.fixed(RunRecords.T0.plusSeconds(60), ZoneOffset.UTC);
        try (Journal journal = Journal.open(directory.resolve("journal.db"), clock)) {
            RunRecords.verifying(journal, "r1", "files", RunRecords.T0);
            journal.runs().queued(RunRecords.queued("r2", "app", RunRecords.T0));
            assertThat(new InterruptedRuns(journal.runs(), journal.poison(), clock)
                            .settle(run -> run.equals("r1") ? Optional.of(Duration.ofSeconds(42)) : Optional.empty()))
                    .containsExactlyInAnyOrder("files", "app");
            RunRecord killed = journal.runs().find("r1").orElseThrow();
            assertThat(killed.state()).isEqualTo(RunState.FAILED);
            assertThat(killed.cause()).isEqualTo(EndCause.INTERRUPTED);
            assertThat(killed.frozen()).isEqualTo(Duration.ofSeconds(42));
            assertThat(killed.snapshot()).contains("snap-r1");
            assertThat(journal.runs().find("r2").orElseThrow().pause().frozen())
                    .as("unknown")
                    .isEmpty();
        }
    }

    /** Loss prevented: the snapshot may be intact, and the only one of that night. */
    @Test
    void anUncheckedSnapshotIsNotMarkedForRemovalWhenARestartInterruptsTheNextAttempt() {
        Clock clock = Clock.fixed(RunRecords.T0.plusSeconds(60), ZoneOffset.UTC);
        try (Journal journal = Journal.open(directory.resolve("journal.db"), clock)) {
            RunRecord first = RunRecords.verifying(journal, "r1", "app", RunRecords.T0);
            journal.runs().update(first.again(RunRecords.T0, EndCause.NOT_CHECKED, "pg_restore did not start", true));
            new InterruptedRuns(journal.runs(), journal.poison(), clock).settle(run -> Optional.of(Duration.ZERO));
            assertThat(journal.poison().all()).containsExactly(new Poison("repo-1", "app", "r1", Optional.empty()));
            assertThat(journal.runs().find("r1").orElseThrow().keeps("snap-r1")).isTrue();
        }
    }

    @Test
    void aSnapshotThatWasBeingCheckedIsMarkedForRemoval() {
        Clock clock = Clock.fixed(RunRecords.T0.plusSeconds(60), ZoneOffset.UTC);
        try (Journal journal = Journal.open(directory.resolve("journal.db"), clock)) {
            RunRecords.verifying(journal, "r1", "app", RunRecords.T0);
            new InterruptedRuns(journal.runs(), journal.poison(), clock).settle(run -> Optional.of(Duration.ZERO));
            assertThat(journal.poison().all())
                    .containsExactly(new Poison("repo-1", "app", "r1", Optional.of("snap-r1")));
        }
    }
}
