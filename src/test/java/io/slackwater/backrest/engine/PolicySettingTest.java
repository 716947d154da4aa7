package io.slackwater.backrest.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.backrest.ConfigServer;
import io.slackwater.backrest.Provisions;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.reconcile.BackrestConflicts;
import io.slackwater.backrest.reconcile.BackrestProvisioning;
import io.slackwater.backrest.reconcile.BackrestSubject;
import io.slackwater.backrest.reconcile.Conflict;
import io.slackwater.backrest.reconcile.Destination;
import io.slackwater.discovery.Dataset;
import io.slackwater.health.TestClock;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RunRecords;
import io.slackwater.policy.Policy;
import io.slackwater.repository.Gate;
import io.slackwater.run.Environments;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicySettingTest {

    private static final Dataset FILES = Environments.FILES;

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock(Instant.parse("2026-07-20T02:00:00Z"));
    private final AtomicReference<Optional<Conflict>> prerequisite = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Policy> policy = new AtomicReference<>(Provisions.policy());
    private final Set<Dataset> frozenTooLong = new HashSet<>();
    private Journal journal;
    private ConfigServer backrest;
    private BackrestClient client;
    private PolicySetting setting;

    @BeforeEach
    void open() throws IOException {
        journal = Journal.open(directory.resolve("journal.db"), clock);
        backrest = new ConfigServer(Provisions.config("foreign"), clock);
        client = backrest.client();
        Provisions.Known known = new Provisions.Known();
        setting = new PolicySetting(
                () -> Environments.inventory(FILES),
                policy::get,
                journal.verdicts(),
                new BackrestConflicts(
                        client,
                        known,
                        new BackrestProvisioning(
                                client,
                                known,
                                new Provisions.Memory().get(),
                                Provisions.view(),
                                Optional::empty,
                                backup -> true,
                                clock),
                        List.of(prerequisite::get)),
                repository -> new Gate(),
                frozenTooLong::contains,
                run -> Optional.empty());
    }

    @AfterEach
    void close() {
        journal.close();
        client.close();
        backrest.close();
    }

    @Test
    void aKnownDatasetIsBackedUpByBackrest() {
        assertThat(setting.wanted(FILES.id())).isTrue();
        assertThat(setting.wanted("shop.cache.gone")).isFalse();
    }

    @Test
    void aConflictKeepsABackupFromBackrest() {
        prerequisite.set(Optional.of(new Conflict(
                BackrestSubject.of(BackrestSubject.SubjectKind.HOST_NAME), "They are equal.", "Rename one.")));
        assertThat(setting.wanted(FILES.id())).isFalse();
    }

    @Test
    void aFreezeThatReachedItsLimitKeepsABackupFromBackrest() {
        frozenTooLong.add(FILES);
        assertThat(setting.wanted(FILES.id())).isFalse();
    }

    @Test
    void aPlanWithTheEmbeddedEngineKeepsABackupFromBackrest() {
        policy.set(Provisions.policy("my-stack", "", "plans: { system: { engine: embedded } }"));
        assertThat(setting.wanted(FILES.id())).isFalse();
    }

    @Test
    void thePlanWithTheEngineAutoKeepsOnlyTheFirstBackupFromBackrest() {
        policy.set(Provisions.policy("my-stack", "", "plans: { system: { engine: auto } }"));
        assertThat(setting.wanted(FILES.id())).isFalse();
        RunRecords.succeed(journal, "first", FILES.id(), clock.instant());
        assertThat(setting.wanted(FILES.id())).isTrue();
    }

    @Test
    void theDestinationIsTheRepositoryOfThePolicyUnderItsInstance() {
        Destination destination = setting.destination(FILES.id(), Provisions.SYSTEM_ID);
        assertThat(destination.dataset()).isEqualTo(FILES.id());
        assertThat(destination.desired().instance()).isEqualTo("my-stack");
        assertThat(destination.restic()).isEqualTo(Provisions.SYSTEM_ID);
        assertThat(destination.desired().plans()).containsOnlyKeys(FILES.id());
    }

    @Test
    void theVerifiedSnapshotIsThatOfTheSameRepository() {
        RunRecords.succeed(journal, "r1", FILES.id(), clock.instant());
        String there = journal.verdicts().of(FILES.id()).getFirst().repository();
        assertThat(setting.verified(FILES.id(), there)).isPresent();
        assertThat(setting.verified(FILES.id(), "another")).isEmpty();
    }
}
