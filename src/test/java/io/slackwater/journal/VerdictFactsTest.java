package io.slackwater.journal;

import static io.slackwater.journal.RunRecords.T0;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerdictFactsTest {

    @TempDir
    Path dir;

    private Journal open() {
        return Journal.open(dir.resolve("journal.db"), Clock.systemUTC());
    }

    @Test
    void factsAreStoredWithTheirSnapshot() {
        Map<String, String> facts = Map.of("dir", "/data \"x\"", "owner", "999:999", "odd", "ü\n✓");
        try (Journal journal = open()) {
            RunRecord run = RunRecords.queued("r1", "shop.redis.rdb", T0);
            journal.runs().queued(run);
            RunRecord stored = run.startedAt(T0).in(RunState.CAPTURING);
            journal.runs().update(stored);
            stored = stored.storing("repo-1").in(RunState.STORING);
            journal.runs().update(stored);
            stored = stored.stored("repo-1", "snap-1", 9, 9, "abc").in(RunState.VERIFYING);
            journal.runs().update(stored);
            RunRecord ended = RunRecords.in(stored, RunState.SUCCEEDED, T0, "");
            journal.verdicts().verified(Verified.of(ended, T0, "x.rdb", "rdb", facts), ended);
        }
        try (Journal journal = open()) {
            assertThat(journal.verdicts().of("shop.redis.rdb"))
                    .singleElement()
                    .extracting(Verified::facts)
                    .isEqualTo(facts);
            assertThat(journal.verdicts().find("repo-1", "snap-1").orElseThrow().facts())
                    .isEqualTo(facts);
        }
    }
}
