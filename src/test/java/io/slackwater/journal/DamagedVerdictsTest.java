package io.slackwater.journal;

import static io.slackwater.journal.RunRecords.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.Journal.Verified;
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

    private SqliteJournal journal;

    @BeforeEach
    void open() {
        journal = SqliteJournal.open(dir.resolve("j.db"), Clock.fixed(T0, ZoneOffset.UTC));
        RunRecords.succeed(journal, "r1", "a", T0);
        RunRecords.succeed(journal, "r2", "a", T0.plus(Duration.ofDays(1)));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void a_damaged_snapshots_verdict_counts_for_nothing_until_its_data_are_sound_again() {
        Verified newest = journal.verified("a").getFirst();
        assertThat(newest.snapshot()).isEqualTo("snap-r2");

        journal.damaged("repo-1", "snap-r2", T0.plus(Duration.ofDays(2)));
        journal.damaged("repo-1", "snap-r2", T0.plus(Duration.ofDays(9)));

        assertThat(journal.verified("a")).extracting(Verified::snapshot).containsExactly("snap-r1");
        assertThat(journal.verdict("repo-1", "snap-r2")).isEmpty();
        assertThat(journal.lastSuccess("a")).map(RunRecord::id).contains("r1");
        assertThat(journal.damaged()).containsExactly(new Journal.Damaged(newest, T0.plus(Duration.ofDays(2))));

        journal.sound("repo-1", Set.of("snap-r2"));
        assertThat(journal.damaged()).isEmpty();
        assertThat(journal.verified("a")).first().isEqualTo(newest);
        assertThat(journal.lastSuccess("a")).map(RunRecord::id).contains("r2");
    }

    @Test
    void one_that_was_forgotten_is_no_damaged_one_any_more() {
        journal.damaged("repo-1", "snap-r2", T0);
        journal.forgotten("repo-1", Set.of("snap-r2"));
        assertThat(journal.damaged()).isEmpty();
        journal.sound("repo-1", Set.of("snap-r2"));
        assertThat(journal.verified("a")).hasSize(1);
    }
}
