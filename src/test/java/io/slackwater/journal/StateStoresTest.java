package io.slackwater.journal;

import static io.slackwater.journal.RunRecords.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.BackrestStore.LogPosition;
import io.slackwater.journal.BackrestStore.MissedBackups;
import io.slackwater.journal.RepositoryStore.Trouble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small states of rooms that survive a restart. */
class StateStoresTest {

    @TempDir
    static Path directory;

    private final TestJournal opened = new TestJournal(directory);
    private final Journal journal = opened.journal();

    @AfterEach
    void close() {
        opened.close();
    }

    @Test
    void theDurationsOfTheNewestSuccessfulRunsAreNewestFirst() {
        for (int i = 0; i < 4; i++) {
            RunRecords.succeed(journal, "r" + i, "a", T0.plusSeconds(100 * i));
        }
        RunRecords.succeed(journal, "other", "b", T0);
        RunRecords.end(journal, "failed", "a", T0.plusSeconds(900), RunState.FAILED, "x");
        RunRecords.verifying(journal, "open", "a", T0.plusSeconds(1000));

        assertThat(journal.runs().durations("a", 3))
                .containsOnly(Duration.ofSeconds(30))
                .hasSize(3);
        assertThat(journal.runs().durations("none", 3)).isEmpty();
    }

    @Test
    void aDatasetStateIsEmptyUntilItIsRecorded() {
        DatasetStore datasets = journal.datasets();
        assertThat(datasets.name("a")).isEmpty();
        assertThat(datasets.files("a")).isZero();
        assertThat(datasets.gone("a")).isFalse();
        assertThat(datasets.lastFreeze("a")).isEmpty();

        datasets.named("a", "My DB – ü");
        datasets.lastHealth("a", LastHealth.VANISHED);
        datasets.hold("a", Optional.of("it shrank"));
        datasets.gone("a", true);
        datasets.files("a", 3);
        assertThat(datasets.name("a")).contains("My DB – ü");
        assertThat(datasets.lastHealth("a")).isEqualTo(LastHealth.VANISHED);
        assertThat(datasets.hold("a")).contains("it shrank");
        assertThat(datasets.gone("a")).isTrue();
        assertThat(datasets.files("a")).isEqualTo(3);
        assertThat(datasets.gone("b")).isFalse();

        datasets.lastHealth("a", LastHealth.UP);
        datasets.hold("a", Optional.empty());
        datasets.gone("a", false);
        assertThat(datasets.lastHealth("a")).isEqualTo(LastHealth.UP);
        assertThat(datasets.hold("a")).isEmpty();
        assertThat(datasets.gone("a")).isFalse();
        assertThat(datasets.name("a")).contains("My DB – ü");
    }

    @Test
    void theLastFreezeOfADatasetReplacesThePreviousFreeze() {
        LastFreeze first = new LastFreeze(Duration.ofMillis(1210), true, Optional.of("repo-1"));
        journal.datasets().froze("a", first);
        assertThat(journal.datasets().lastFreeze("a")).contains(first);
        LastFreeze next = new LastFreeze(Duration.ofMillis(9), false, Optional.empty());
        journal.datasets().froze("a", next);
        assertThat(journal.datasets().lastFreeze("a")).contains(next);
    }

    @Test
    void aRepositoryTroubleLastsUntilItIsEnded() {
        RepositoryStore repositories = journal.repositories();
        repositories.begin("main", new RepositoryTrouble(Trouble.DATA, "damaged", "a pack is damaged"));
        repositories.begin("main", new RepositoryTrouble(Trouble.DATA, "damaged", "two packs are damaged"));
        assertThat(repositories.trouble("main", Trouble.DATA)).contains("two packs are damaged");
        assertThat(repositories.trouble("main", Trouble.LOCKED)).isEmpty();
        assertThat(repositories.trouble("far", Trouble.DATA)).isEmpty();
        repositories.end("main", Trouble.DATA);
        assertThat(repositories.trouble("main", Trouble.DATA)).isEmpty();
    }

    @Test
    void aRepositoryIsAbsentWhenThePolicyDropsItsName() {
        journal.repositories().named("4f1a", "near");
        journal.repositories().named("4f1a", "far");
        assertThat(journal.repositories().name("4f1a")).contains("far");
        assertThat(journal.repositories().absent("4f1a", Set.of("near"))).contains("far");
        assertThat(journal.repositories().absent("4f1a", Set.of("far"))).isEmpty();
        assertThat(journal.repositories().absent("77cc", Set.of())).isEmpty();
    }

    @Test
    void theRecoveryKitReplacesItsRepositories() {
        journal.repositories().inRecoveryKit(Set.of("a", "b"));
        journal.repositories().inRecoveryKit(Set.of("b", "c"));
        assertThat(journal.repositories().inRecoveryKit()).containsExactly("b", "c");
    }

    @Test
    void aDoubtConcernsTheSnapshotsBeforeTheDamage() {
        RunRecords.succeed(journal, "r1", "a", T0);
        RunRecords.succeed(journal, "r2", "a", T0.plusSeconds(100));
        journal.suspectedDamage().begin("repo-1", "a", T0.plusSeconds(50), "a pack is damaged");
        List<Verified> newestFirst = journal.verdicts().of("a");
        assertThat(journal.suspectedDamage().of(newestFirst.getFirst())).isEmpty();
        assertThat(journal.suspectedDamage().of(newestFirst.getLast()))
                .contains(new SuspectedDamage("a", T0.plusSeconds(50), "a pack is damaged"));
        assertThat(journal.suspectedDamage().in("repo-1")).hasSize(1);
        assertThat(journal.suspectedDamage().in("repo-2")).isEmpty();
        journal.suspectedDamage().end("repo-1", "a");
        assertThat(journal.suspectedDamage().of("repo-1", "a")).isEmpty();
    }

    @Test
    void aScheduleKeepsItsLastStartWithoutItsAnchor() {
        ScheduleStore schedule = journal.schedule();
        assertThat(schedule.lastDone()).isEmpty();
        Map<String, Anchor> anchors = Map.of(
                "plan:critical", new Anchor(T0, Optional.empty(), "on UTC 0 2 * * *"),
                "prune:main", new Anchor(T0, Optional.of(T0), "on UTC 0 6 * * 0"));
        schedule.anchors(anchors);
        schedule.done("plan:critical", T0);
        schedule.done("plan:critical", T0.plusNanos(1));
        assertThat(schedule.anchors()).isEqualTo(anchors);
        schedule.anchors(Map.of());
        assertThat(schedule.anchors()).isEmpty();
        assertThat(schedule.lastDone()).containsEntry("plan:critical", T0.plusNanos(1));
    }

    @Test
    void aPingSurvivesARestart() {
        assertThat(journal.alarms().pinged()).isEmpty();
        journal.alarms().pinged(T0);
        journal.alarms().pinged(T0.plusSeconds(1));
        assertThat(journal.alarms().pinged()).contains(T0.plusSeconds(1));
    }

    @Test
    void theStateOfBackrestChangesFieldByField() {
        BackrestStore backrest = journal.backrest();
        MissedBackups missed = new MissedBackups(2, "shop.db.app", "no such file");
        backrest.log(new LogPosition(-1, 7));
        backrest.missed(Optional.of(missed));
        assertThat(backrest.log()).contains(new LogPosition(-1, 7));
        assertThat(backrest.missed()).contains(missed);
        backrest.missed(Optional.empty());
        assertThat(backrest.missed()).isEmpty();
        assertThat(backrest.log()).isPresent();
    }

    @Test
    void theQueueOfBackrestIsKeptUntilItIsRead() {
        QueuedBackups queued = new QueuedBackups(9, Map.of("7", "nightly", "8", "shop.db.app"));
        assertThat(journal.backrest().queued()).isEmpty();
        journal.backrest().queued(Optional.of(queued));
        assertThat(journal.backrest().queued()).contains(queued);
        journal.backrest().queued(Optional.empty());
        assertThat(journal.backrest().queued()).isEmpty();
    }
}
