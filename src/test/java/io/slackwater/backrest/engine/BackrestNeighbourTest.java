package io.slackwater.backrest.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slackwater.backrest.ConfigServer;
import io.slackwater.backrest.Provisions;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.reconcile.BackrestProvisioning;
import io.slackwater.backrest.reconcile.PlannedDataset;
import io.slackwater.backrest.reconcile.ReconcileOutcome;
import io.slackwater.health.TestClock;
import io.slackwater.journal.QueuedBackups;
import io.slackwater.repository.Neighbour.Shared;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is asked of Backrest for a repository of ours, and that nothing is while it has somebody else's under that name. */
@Timeout(30)
class BackrestNeighbourTest {

    private static final List<PlannedDataset> DATASETS = List.of(Provisions.DATABASE, Provisions.FILES);
    private static final Shared OURS = new Shared("critical", "/repos/critical", Provisions.CRITICAL_ID);

    private final TestClock clock = new TestClock(Instant.parse("2026-07-20T02:00:00Z"));
    private final Provisions.Memory memory = new Provisions.Memory();
    private final AtomicInteger time = new AtomicInteger();
    private ConfigServer backrest;
    private BackrestClient client;
    private BackrestProvisioning provisioning;
    private BackrestNeighbour neighbour;

    @BeforeEach
    void provisioned() throws IOException, InterruptedException {
        backrest = new ConfigServer(Provisions.config("foreign"), clock);
        backrest.guids.putAll(Map.of("/repos/critical", Provisions.CRITICAL_ID, "/repos/system", Provisions.SYSTEM_ID));
        client = backrest.client(clock);
        provisioning = new BackrestProvisioning(
                client,
                new Provisions.Known(),
                memory.get(),
                Provisions.view(),
                Optional.empty(),
                backup -> true,
                clock);
        pass();
        assertThat(pass()).isInstanceOf(ReconcileOutcome.InSync.class);
        neighbour = new BackrestNeighbour(
                client,
                "backrest",
                new BackrestNeighbour.Patience(
                        Duration.ZERO, Duration.ofSeconds(5), Duration.ofMillis(50), Duration.ofMillis(5)),
                () -> time.incrementAndGet() * 1_000_000L);
        backrest.snapshot("shop.db.app", "5a5a");
        backrest.calls.clear();
    }

    @AfterEach
    void stop() {
        client.close();
        backrest.close();
    }

    private ReconcileOutcome pass() throws InterruptedException {
        clock.advance(Duration.ofSeconds(20));
        return provisioning.pass(Provisions.policy(), DATASETS, Set.of());
    }

    private void becomesForeign() {
        backrest.edit(config -> Provisions.entry(config, "repos", "critical").put("guid", "a".repeat(64)));
    }

    @Test
    void nothingIsForgottenInAForeignRepository() throws Exception {
        becomesForeign();
        assertThat(neighbour.forget(OURS, List.of("5a5a"))).isEmpty();
        assertThat(backrest.calls).doesNotContain("Forget");

        backrest.edit(config -> Provisions.entry(config, "repos", "critical").put("guid", Provisions.CRITICAL_ID));
        assertThat(neighbour.forget(OURS, List.of("5a5a"))).containsExactly("5a5a");
    }

    @Test
    void aForgetThatWasDroppedFromTheQueueIsNotAwaited() throws Exception {
        backrest.losesForgets = true;
        assertThat(neighbour.forget(OURS, List.of("5a5a"))).isEmpty();
        assertThat(backrest.calls).contains("Forget");
        assertThat(time.get()).as("milliseconds").isLessThan(200);
    }

    @Test
    void aForeignRepositoryIsNotIndexed() {
        becomesForeign();
        neighbour.changed(OURS);
        await().until(() -> backrest.calls.contains("GetConfig"));
        Shared system = new Shared("system", "/repos/system", Provisions.SYSTEM_ID);
        neighbour.changed(system);
        await().until(() -> backrest.calls.contains("DoRepoTask"));
        assertThat(backrest.calls).containsOnlyOnce("DoRepoTask");
    }

    @Test
    void aDroppedBackupIsNotQueuedAgainIntoAForeignRepository() throws Exception {
        memory.store().queued(Optional.of(new QueuedBackups(999, Map.of("900", "shop.db.app", "901", "nightly"))));
        becomesForeign();
        assertThat(pass().conflicts())
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.what()).contains("it is another repository"));
        assertThat(memory.audit())
                .contains("backrest-submit-again plan nightly")
                .doesNotContain("backrest-submit-again plan shop.db.app");
        assertThat(backrest.calls).containsOnlyOnce("Backup");
    }

    @Test
    void aPendingIndexIsNotRunInAForeignRepository() throws Exception {
        memory.store().toIndex(Set.of("critical", "system"));
        becomesForeign();
        pass();
        assertThat(backrest.calls).containsOnlyOnce("DoRepoTask");
        assertThat(memory.store().toIndex()).isEmpty();
    }
}
