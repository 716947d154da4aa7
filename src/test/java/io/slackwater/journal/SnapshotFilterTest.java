package io.slackwater.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFilterTest {

    private static final Instant T0 = RunRecords.T0;
    private static final SnapshotFilter ALL = new SnapshotFilter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    @TempDir
    private Path directory;

    private Journal journal;

    /** Three snapshots, of which b and c have the same time. */
    @BeforeEach
    void open() {
        journal = Journal.open(directory.resolve("journal.db"), Clock.fixed(T0, ZoneOffset.UTC));
        succeed("a", "shop.db.app", "shop-db", "postgres", "critical", T0);
        succeed("b", "shop.cache.rdb", "shop-cache", "redis", "system", T0.plusSeconds(60));
        succeed("c", "shop.db.app", "shop-db", "postgres", "critical", T0.plusSeconds(60));
    }

    private void succeed(String id, String dataset, String workload, String kind, String plan, Instant at) {
        RunRecord queued =
                RunRecord.queued(new RunIdentity(id, dataset, workload, kind, plan, "set", Trigger.SCHEDULE, at));
        RunRecord verifying = RunRecords.verifying(journal, queued, "repo-1", at);
        RunRecord ended = RunRecords.in(verifying, RunState.SUCCEEDED, at, "");
        journal.verdicts().verified(RunRecords.verdict(ended, at), ended);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private List<String> runs(SnapshotFilter filter, int limit) {
        return journal.verdicts().page(filter, limit).stream()
                .map(match -> match.verdict().run())
                .toList();
    }

    @Test
    void eachFieldChoosesItsSnapshots() {
        journal.pins().pin(journal.verdicts().of("shop.cache.rdb").getFirst(), T0);
        Optional<String> none = Optional.empty();
        Optional<Boolean> any = Optional.empty();
        Optional<Instant> ever = Optional.empty();

        assertThat(runs(ALL, 9)).containsExactly("c", "b", "a");
        assertThat(runs(filter(Optional.of("shop.db.app"), none, none, none, any, ever, ever), 9))
                .containsExactly("c", "a");
        assertThat(runs(filter(none, Optional.of("shop-cache"), none, none, any, ever, ever), 9))
                .containsExactly("b");
        assertThat(runs(filter(none, none, Optional.of("critical"), none, any, ever, ever), 9))
                .containsExactly("c", "a");
        assertThat(runs(filter(none, none, none, Optional.of("redis"), any, ever, ever), 9))
                .containsExactly("b");
        assertThat(runs(filter(none, none, none, none, Optional.of(true), ever, ever), 9))
                .containsExactly("b");
        assertThat(runs(filter(none, none, none, none, Optional.of(false), ever, ever), 9))
                .containsExactly("c", "a");
        assertThat(runs(filter(none, none, none, none, any, Optional.of(T0.plusSeconds(60)), ever), 9))
                .containsExactly("c", "b");
        assertThat(runs(filter(none, none, none, none, any, ever, Optional.of(T0.plusSeconds(60))), 9))
                .containsExactly("a");
    }

    private static SnapshotFilter filter(
            Optional<String> dataset,
            Optional<String> workload,
            Optional<String> plan,
            Optional<String> kind,
            Optional<Boolean> pinned,
            Optional<Instant> from,
            Optional<Instant> to) {
        return new SnapshotFilter(dataset, workload, plan, kind, pinned, from, to, Optional.empty());
    }

    @Test
    void aPageFollowsTheLastSnapshotOfThePageBefore() {
        SnapshotFilter.Match last = journal.verdicts().page(ALL, 1).getFirst();
        assertThat(last.verdict().run()).isEqualTo("c");
        assertThat(last.isPinned()).isFalse();

        SnapshotFilter next = new SnapshotFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(last.verdict()));
        assertThat(runs(next, 9)).containsExactly("b", "a");
    }

    @Test
    void aDamagedSnapshotIsLeftOut() {
        journal.verdicts().damaged("repo-1", "snap-c", T0);

        assertThat(runs(ALL, 9)).containsExactly("b", "a");
        assertThat(journal.verdicts().values(SnapshotFilter.Field.WORKLOAD)).containsExactly("shop-cache", "shop-db");
    }
}
