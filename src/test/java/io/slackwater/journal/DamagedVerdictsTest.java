package io.slackwater.journal;

import static io.slackwater.journal.RunRecords.T0;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedVerdictsTest {

    @TempDir
    Path dir;

    private Journal journal;

    @BeforeEach
    void open() {
        journal = Journal.open(dir.resolve("j.db"), Clock.fixed(T0, ZoneOffset.UTC));
        RunRecords.succeed(journal, "r1", "a", T0);
        RunRecords.succeed(journal, "r2", "a", T0.plus(Duration.ofDays(1)));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void theVerdictOfADamagedSnapshotDoesNotCountUntilItsDataIsSound() {
        Verified newest = journal.verdicts().of("a").getFirst();
        assertThat(newest.snapshot()).isEqualTo("snap-r2");

        journal.verdicts().damaged("repo-1", "snap-r2", T0.plus(Duration.ofDays(2)));
        journal.verdicts().damaged("repo-1", "snap-r2", T0.plus(Duration.ofDays(9)));

        assertThat(journal.verdicts().of("a")).extracting(Verified::snapshot).containsExactly("snap-r1");
        assertThat(journal.verdicts().find("repo-1", "snap-r2")).isEmpty();
        assertThat(journal.runs().lastSuccess("a")).map(RunRecord::id).contains("r1");
        assertThat(journal.verdicts().damaged()).containsExactly(new Damaged(newest, T0.plus(Duration.ofDays(2))));

        journal.verdicts().sound("repo-1", Set.of("snap-r2"));
        assertThat(journal.verdicts().damaged()).isEmpty();
        assertThat(journal.verdicts().of("a")).first().isEqualTo(newest);
        assertThat(journal.runs().lastSuccess("a")).map(RunRecord::id).contains("r2");
    }

    @Test
    void aForgottenSnapshotIsNotListedAsDamaged() {
        journal.verdicts().damaged("repo-1", "snap-r2", T0);
        journal.verdicts().forgotten("repo-1", Set.of("snap-r2"));
        assertThat(journal.verdicts().damaged()).isEmpty();
        journal.verdicts().sound("repo-1", Set.of("snap-r2"));
        assertThat(journal.verdicts().of("a")).hasSize(1);
    }
}
