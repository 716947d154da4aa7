package io.slackwater.backrest.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.backrest.ConfigServer;
import io.slackwater.backrest.Provisions;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.discovery.Inventory;
import io.slackwater.health.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReconcileLoopTest {

    private static final Conflict EQUAL_NAMES =
            new Conflict(BackrestSubject.of(BackrestSubject.SubjectKind.HOST_NAME), "They are equal.", "Rename one.");

    private final TestClock clock = new TestClock(Instant.parse("2026-07-20T02:00:00Z"));
    private final Provisions.Memory memory = new Provisions.Memory();
    private final List<Inventory> inSync = new CopyOnWriteArrayList<>();
    private ConfigServer backrest;
    private BackrestClient client;
    private final Provisions.Known known = new Provisions.Known();
    private BackrestProvisioning provisioning;
    private ReconcileLoop loop;

    @BeforeEach
    void start() throws Exception {
        backrest = new ConfigServer(Provisions.config("foreign"), clock);
        client = backrest.client();
        provisioning = new BackrestProvisioning(
                client, known, memory.get(), Provisions.view(), Optional::empty, backup -> true, clock);
        loop = new ReconcileLoop(
                provisioning, memory.get(), dataset -> false, List.of(() -> Optional.of(EQUAL_NAMES)), inSync::add);
    }

    @AfterEach
    void stop() throws Exception {
        loop.close();
        client.close();
        backrest.close();
    }

    private void pass() {
        loop.beat(Provisions.policy(), new Inventory(clock.instant(), List.of(), List.of()));
        Awaitility.await().until(() -> loop.last().isPresent());
    }

    @Test
    void prerequisitesAreConflictsBeforeTheFirstPass() {
        assertThat(loop.conflicts()).containsExactly(EQUAL_NAMES);
    }

    @Test
    void aListenerReceivesTheInventoryOfEachPassThatFoundNothingToWrite() {
        backrest.fault = method -> 503;
        pass();
        assertThat(loop.last()).containsInstanceOf(ReconcileOutcome.Unreachable.class);
        assertThat(inSync).isEmpty();

        backrest.fault = method -> 0;
        clock.advance(Duration.ofMinutes(1));
        Awaitility.await().untilAsserted(() -> {
            pass();
            assertThat(inSync).isNotEmpty();
        });
        assertThat(loop.last()).containsInstanceOf(ReconcileOutcome.InSync.class);
    }

    @Test
    void aPassReportsItsConflicts() {
        assertThat(conflicts().known("critical")).isEmpty();
        backrest.edit(config -> config.put("instance", "another-stack"));
        pass();
        assertThat(conflicts().known("critical"))
                .map(Conflict::subject)
                .contains(BackrestSubject.of(BackrestSubject.SubjectKind.INSTANCE));
    }

    private BackrestConflicts conflicts() {
        return new BackrestConflicts(client, known, provisioning, List.of());
    }

    @Test
    void aConflictOfARepositoryStopsItsOwnDatasetsOnly() {
        Conflict another = new Conflict(BackrestSubject.repository("critical"), "It is another one.", "Rename it.");
        assertThat(BackrestConflicts.of("critical", List.of(another))).contains(another);
        assertThat(BackrestConflicts.of("critical-2", List.of(another))).isEmpty();
    }

    @Test
    void aConflictOfInstancesStopsAllDatasets() {
        Conflict instance = new Conflict(
                BackrestSubject.of(BackrestSubject.SubjectKind.INSTANCE), "It is another one.", "Make them the same.");
        assertThat(BackrestConflicts.of("critical", List.of(instance))).contains(instance);
    }

    @Test
    void aPrerequisiteStopsAllDatasetsWithoutAskingBackrest() {
        BackrestConflicts equal =
                new BackrestConflicts(client, known, provisioning, List.of(() -> Optional.of(EQUAL_NAMES)));
        assertThat(equal.known("critical")).contains(EQUAL_NAMES);
    }
}
