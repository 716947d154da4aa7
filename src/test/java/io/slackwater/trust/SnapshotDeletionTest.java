package io.slackwater.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.docker.EngineDocker;
import io.slackwater.health.TestClock;
import io.slackwater.journal.AuditFilter;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RepositoryStore.Trouble;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoredObject;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.Verified;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import io.slackwater.policy.PolicyFile;
import io.slackwater.repository.Failure;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.Snapshot;
import io.slackwater.repository.StandInRepository;
import io.slackwater.run.Environments;
import io.slackwater.run.Maintenance;
import io.slackwater.run.MaintenanceJob;
import io.slackwater.trust.DeletionDecision.Kept;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three verified snapshots of one dataset; {@code r2} is the newest. */
class SnapshotDeletionTest {

    private static final Instant T0 = Instant.parse("2026-06-01T02:00:00Z");
    private static final String DATASET = Environments.CACHE.id();

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock(T0);
    private final List<Snapshot> there = new CopyOnWriteArrayList<>();
    private volatile Optional<RepositoryException> refusal = Optional.empty();
    private final Repository repository = new StandInRepository("system") {
        @Override
        public List<Snapshot> snapshots(String... tags) {
            return List.copyOf(there);
        }

        @Override
        public void forget(Collection<String> snapshots) throws RepositoryException {
            if (refusal.isPresent()) {
                throw refusal.get();
            }
            there.removeIf(snapshot -> snapshots.contains(snapshot.id()));
        }
    };

    private Journal journal;
    private SnapshotTrust trust;
    private SnapshotDeletion deletion;
    private Maintenance maintenance;
    private Policy policy;

    @BeforeEach
    void open() throws IOException {
        journal = Journal.open(directory.resolve("journal.db"), clock);
        trust = SnapshotTrust.of(journal, clock);
        policy = policy(false);
        BatchRetention retention = Environments.of(
                        directory,
                        new EngineDocker(directory.resolve("docker.sock"), () -> "it-stack", () -> "image"),
                        policy,
                        journal,
                        clock,
                        Environments.inventory(Environments.CACHE),
                        name -> repository)
                .retention();
        deletion = new SnapshotDeletion(trust, journal, () -> policy, retention);
        maintenance = new Maintenance(name -> repository, trust, retention, deletion, journal.audit(), clock);
        journal.repositories().named("repo-1", "system");
        for (int day = 0; day < 3; day++) {
            Instant time = T0.plus(Duration.ofDays(day));
            RunRecords.succeed(journal, "r" + day, DATASET, time);
            there.add(snapshot("r" + day, time, "it-stack"));
        }
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private Policy policy(boolean hold) throws IOException {
        return PolicyFile.load(Files.writeString(directory.resolve("policy.yml"), """
                instance: it-stack
                timezone: UTC
                hold: %s
                """.formatted(hold)));
    }

    private static Snapshot snapshot(String run, Instant time, String instance) {
        return new Snapshot(
                "snap-" + run,
                Optional.empty(),
                time.atOffset(ZoneOffset.UTC),
                instance,
                List.of(),
                List.of("created-by:" + instance),
                1,
                "tree-" + run);
    }

    private List<Verified> chosen(String... runs) {
        return Stream.of(runs)
                .map(run -> journal.pins().candidates("snap-" + run).getFirst())
                .toList();
    }

    private List<Optional<Kept>> decided(String... runs) throws Exception {
        return deletion.decide(chosen(runs)).stream()
                .map(DeletionDecision::kept)
                .toList();
    }

    @Test
    void theNewestSnapshotStaysAndOlderOnesMayGo() throws Exception {
        assertThat(decided("r0", "r1", "r2"))
                .containsExactly(Optional.empty(), Optional.empty(), Optional.of(Kept.NEWEST));
        assertThat(there).as("a decision changes nothing").hasSize(3);
    }

    @Test
    void theOnlySnapshotStays() throws Exception {
        deletion.delete("system", chosen("r0", "r1"));

        assertThat(decided("r2")).containsExactly(Optional.of(Kept.ONLY));
        assertThat(deletion.delete("system", chosen("r2")))
                .extracting(DeletionDecision::kept)
                .containsExactly(Optional.of(Kept.ONLY));
        assertThat(there).extracting(Snapshot::id).containsExactly("snap-r2");
    }

    @Test
    void aPinnedSnapshotAndOneThatIsBeingRestoredStay() throws Exception {
        journal.pins().pin(chosen("r0").getFirst(), T0);
        journal.restores()
                .begin(
                        RestoreRecord.begun("restore", DATASET, "snap-r1", "directory x", T0, Optional.empty()),
                        new RestoredObject(RestoredObject.Type.DIRECTORY, "", "x"));

        assertThat(decided("r0", "r1")).containsExactly(Optional.of(Kept.PINNED), Optional.of(Kept.RESTORING));
    }

    @Test
    void aSnapshotOfAnotherInstanceStays() throws Exception {
        there.set(0, snapshot("r0", T0, "other-stack"));

        assertThat(decided("r0")).containsExactly(Optional.of(Kept.OTHER_INSTANCE));
    }

    @Test
    void nothingIsDeletedWhileThePolicyHoldsAll() throws Exception {
        policy = policy(true);

        assertThat(decided("r0")).containsExactly(Optional.of(Kept.HOLD));
    }

    @Test
    void nothingIsDeletedWhileDamageIsSuspectedOrTheDatasetShrank() throws Exception {
        journal.suspectedDamage().begin("repo-1", DATASET, T0.plus(Duration.ofDays(1)), "a run");
        assertThat(decided("r0"))
                .as("the newest snapshot is later than the damage")
                .containsExactly(Optional.empty());
        journal.suspectedDamage().begin("repo-1", DATASET, T0.plus(Duration.ofDays(9)), "a run");
        assertThat(decided("r0")).containsExactly(Optional.of(Kept.DAMAGE));
        journal.suspectedDamage().end("repo-1", DATASET);

        journal.verdicts().damaged("repo-1", "snap-r1", T0);
        assertThat(decided("r0", "r1")).containsExactly(Optional.of(Kept.DAMAGE), Optional.of(Kept.GONE));
        journal.verdicts().sound("repo-1", java.util.Set.of("snap-r1"));

        trust.alarms()
                .failed(
                        "system",
                        Optional.of("repo-1"),
                        Trouble.STRUCTURE,
                        new RepositoryException(Failure.NETWORK, "away"),
                        "away");
        assertThat(decided("r0")).containsExactly(Optional.of(Kept.DAMAGE));
        trust.alarms().good("system");

        journal.datasets().hold(DATASET, Optional.of("it shrank"));
        assertThat(decided("r0")).containsExactly(Optional.of(Kept.SHRUNK));
    }

    @Test
    void aSnapshotOfARepositoryThatLeftThePolicyStays() throws Exception {
        journal.repositories().named("repo-1", "former");

        assertThat(deletion.decide(chosen("r0"))).singleElement().satisfies(decision -> {
            assertThat(decision.kept()).contains(Kept.ABSENT);
            assertThat(decision.repository()).isEqualTo("former");
        });
    }

    @Test
    void aSnapshotThatIsGoneIsNotDeletedAgain() throws Exception {
        List<Verified> chosen = chosen("r0");
        there.removeFirst();

        assertThat(deletion.decide(chosen).getFirst().kept()).contains(Kept.GONE);
    }

    private MaintenanceJob ended(List<MaintenanceJob> started) {
        String id = started.getFirst().id();
        Awaitility.await().until(() -> job(id).ended().isPresent());
        return job(id);
    }

    private MaintenanceJob job(String id) {
        return maintenance.jobs().stream()
                .filter(job -> job.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aDeletionReportsItsResultAndEndsTheVerdict() throws Exception {
        List<MaintenanceJob> started = maintenance.delete(deletion.decide(chosen("r0", "r1", "r2")));

        MaintenanceJob ended = ended(started);
        assertThat(started).hasSize(1);
        assertThat(ended.state()).isEqualTo(MaintenanceJob.State.SUCCEEDED);
        assertThat(ended.result().forgotten()).isEqualTo(2);
        assertThat(ended.message()).isEmpty();
        assertThat(there).extracting(Snapshot::id).containsExactly("snap-r2");
        assertThat(journal.verdicts().of(DATASET))
                .extracting(Verified::snapshot)
                .containsExactly("snap-r2");
        assertThat(trust.lost().reason("system")).as("no loss").isEmpty();
    }

    @Test
    void aSnapshotThatIsPinnedAfterTheDecisionStays() throws Exception {
        List<DeletionDecision> decisions = deletion.decide(chosen("r0", "r1"));
        journal.pins().pin(chosen("r0").getFirst(), T0);

        MaintenanceJob ended = ended(maintenance.delete(decisions));

        assertThat(ended.result().forgotten()).isEqualTo(1);
        assertThat(ended.message()).isEqualTo("Snapshot snap-r0 stays: it is pinned; unpin it first.");
        assertThat(there).extracting(Snapshot::id).containsExactly("snap-r0", "snap-r2");
    }

    @Test
    void theRetentionOfAPlanNamesTheDatasetsForWhichItIsSuspended() {
        PlanPolicy plan = Objects.requireNonNull(policy.plans().get("system"));
        journal.datasets().hold(DATASET, Optional.of("it shrank"));

        MaintenanceJob ended = ended(List.of(maintenance.forget(plan)));

        assertThat(ended.plan()).isEqualTo("system");
        assertThat(ended.result().forgotten()).isZero();
        assertThat(ended.message()).startsWith("Retention is suspended for " + DATASET + ":");
        assertThat(journal.audit().page(AuditFilter.ALL, 1))
                .extracting(
                        entry -> entry.actor() + " " + entry.action() + " " + entry.subject() + " " + entry.detail())
                .containsExactly("slackwater forget system done, snapshots=0");
    }

    @Test
    void aDeletionDoesNotSuspectAllSnapshotsBecauseItReadsNoData() throws Exception {
        refusal = Optional.of(new RepositoryException(Failure.DAMAGED, "unexpected EOF"));

        MaintenanceJob ended = ended(maintenance.delete(deletion.decide(chosen("r0"))));

        assertThat(ended.state()).isEqualTo(MaintenanceJob.State.FAILED);
        assertThat(journal.suspectedDamage().in("repo-1")).isEmpty();
    }

    @Test
    void aVerdictStaysWhenResticRefusesToForget() throws Exception {
        refusal = Optional.of(new RepositoryException(Failure.LOCKED, "repository is already locked"));

        MaintenanceJob ended = ended(maintenance.delete(deletion.decide(chosen("r0"))));

        assertThat(ended.state()).isEqualTo(MaintenanceJob.State.FAILED);
        assertThat(ended.message()).contains("already locked");
        assertThat(journal.verdicts().of(DATASET)).hasSize(3);
        assertThat(trust.alarms().waiting("system")).isPresent();
        assertThatThrownBy(() -> deletion.delete("system", chosen("r0"))).isInstanceOf(RepositoryException.class);
    }
}
