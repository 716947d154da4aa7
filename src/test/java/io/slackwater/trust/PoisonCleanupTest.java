package io.slackwater.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.LogLines;
import io.slackwater.backrest.Provisions;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.Journal;
import io.slackwater.journal.Poison;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import io.slackwater.repository.EmbeddedEngine;
import io.slackwater.repository.Engine;
import io.slackwater.repository.Repository;
import io.slackwater.repository.Snapshot;
import io.slackwater.repository.StandInRepository;
import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.StoredSnapshot;
import io.slackwater.repository.Unclaimed;
import io.slackwater.repository.Window;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoisonCleanupTest {

    private static final Instant T0 = Instant.parse("2026-06-01T02:00:00Z");

    @TempDir
    Path directory;

    private final List<Snapshot> there = new ArrayList<>();
    private final List<Collection<?>> forgotten = new ArrayList<>();
    private final LogLines lines = new LogLines(PoisonCleanup.class);
    private Journal journal;

    @BeforeEach
    void open() {
        journal = Journal.open(directory.resolve("journal.db"), Clock.fixed(T0, ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        lines.close();
        journal.close();
    }

    private Repository repository() {
        return new StandInRepository("critical") {
            @Override
            public List<Snapshot> snapshots(String... tags) {
                return List.copyOf(there);
            }

            @Override
            public void forget(Collection<String> snapshots) {
                forgotten.add(snapshots);
            }
        };
    }

    private static Snapshot snapshot(String id, String... tags) {
        return new Snapshot(
                id, Optional.empty(), T0.atOffset(ZoneOffset.UTC), "it", List.of("/x"), List.of(tags), 1, "tree");
    }

    private void poisoned(String run, Optional<String> snapshot) {
        RunRecords.end(journal, run, "shop.db.app", T0, RunState.FAILED, "x");
        journal.poison().add(new Poison("repo-1", "shop.db.app", run, snapshot));
    }

    @Test
    void theRecordOfAnUnknownSnapshotIsKeptWhileItsEngineDoesNotAnswer() throws Exception {
        poisoned("r1", Optional.empty());
        poisoned("r2", Optional.of("bad2"));
        there.add(snapshot("bad1", "plan:shop.db.app", "slackwater.run:r1"));
        there.add(snapshot("bad2", "plan:shop.db.app", "slackwater.run:r2"));

        PoisonCleanup cleanup = new PoisonCleanup(
                journal.poison(),
                SnapshotTrust.of(journal, Clock.systemUTC()),
                Provisions::policy,
                name -> repository(),
                List.of(new SilentEngine()));
        cleanup.sweep(repository());
        assertThat(journal.poison().all()).extracting(Poison::run).containsExactly("r1", "r2");

        cleanup.before(Provisions.DATABASE);
        assertThat(forgotten).containsExactly(List.of("bad1", "bad2"));
        assertThat(journal.poison().all()).extracting(Poison::run).containsExactly("r1");
    }

    /** Does not answer. */
    private record SilentEngine() implements Engine {

        @Override
        public StoredSnapshot store(Repository repository, StoreRequest request, LongConsumer bytes, Window window)
                throws Unclaimed {
            throw new Unclaimed("no answer");
        }

        @Override
        public MayStore mayStillStore(String dataset) {
            return MayStore.UNKNOWN;
        }
    }

    @Test
    void poisonedSnapshotsAreForgottenAndLogged() throws Exception {
        poisoned("r1", Optional.empty());
        poisoned("r2", Optional.of("bad2"));
        poisoned("r3", Optional.empty());
        poisoned("r4", Optional.of("gone"));
        there.add(snapshot("good", "plan:shop.db.app", "slackwater.run:r9"));
        there.add(snapshot("bad2", "plan:shop.db.app", "slackwater.run:r2"));
        there.add(snapshot("bad3", "plan:shop.db.app", "slackwater.run:r3"));
        there.add(snapshot("other", "plan:shop.db.other", "slackwater.run:r3"));

        new PoisonCleanup(
                        journal.poison(),
                        SnapshotTrust.of(journal, Clock.systemUTC()),
                        () -> {
                            throw new IllegalStateException("no policy is needed");
                        },
                        name -> repository(),
                        List.of(new EmbeddedEngine("it")))
                .sweep(repository());

        assertThat(forgotten)
                .singleElement()
                .satisfies(ids ->
                        assertThat(ids.stream().map(Object::toString)).containsExactlyInAnyOrder("bad2", "bad3"));
        assertThat(journal.poison().all()).isEmpty();
        assertThat(lines.all())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("forgot leftovers repository=critical snapshots=")
                        .contains("bad2", "bad3"));
    }

    @Test
    void theSnapshotOfAVerifiedAttemptSurvivesTheFailureOfAnEarlierAttempt() throws Exception {
        RunRecords.succeed(journal, "r1", "shop.db.app", T0);
        journal.poison().add(new Poison("repo-1", "shop.db.app", "r1", Optional.empty()));
        there.add(snapshot("snap-r1", "plan:shop.db.app", "slackwater.run:r1"));
        there.add(snapshot("late", "plan:shop.db.app", "slackwater.run:r1"));

        cleanup().sweep(repository());

        assertThat(forgotten).containsExactly(List.of("late"));
    }

    @Test
    void anUncheckedSnapshotSurvivesTheFailureOfALaterAttempt() throws Exception {
        RunRecord first = RunRecords.verifying(journal, "r1", "shop.db.app", T0);
        RunRecord second = first.again(T0, EndCause.NOT_CHECKED, "pg_restore did not start", true)
                .storing("repo-1");
        journal.runs().update(second);
        journal.runs().update(second.endedAt(T0, RunState.UNVERIFIED, EndCause.REPOSITORY, "the network was away"));
        journal.poison().add(new Poison("repo-1", "shop.db.app", "r1", Optional.empty()));
        there.add(snapshot("snap-r1", "plan:shop.db.app", "slackwater.run:r1"));
        there.add(snapshot("late", "plan:shop.db.app", "slackwater.run:r1"));

        cleanup().sweep(repository());

        assertThat(forgotten).containsExactly(List.of("late"));
    }

    private PoisonCleanup cleanup() {
        return new PoisonCleanup(
                journal.poison(),
                SnapshotTrust.of(journal, Clock.systemUTC()),
                Provisions::policy,
                name -> repository(),
                List.of(new EmbeddedEngine("it")));
    }
}
