package io.slackwater.backrest.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.ConfigServer;
import io.slackwater.backrest.Provisions;
import io.slackwater.backrest.reconcile.BackrestProvisioning;
import io.slackwater.backrest.reconcile.ReconcileOutcome.InSync;
import io.slackwater.backrest.reconcile.ReconcileOutcome.Written;
import io.slackwater.discovery.Dataset;
import io.slackwater.health.TestClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A dry run among Backrest's operations. It stores nothing, so Slackwater records no run. */
class DryRunsTest {

    private static final String PLAN = "shop.files.srv-data";

    private final TestClock clock = new TestClock(Instant.parse("2026-07-20T02:00:00Z"));
    private final Provisions.Memory memory = new Provisions.Memory();
    private ConfigServer backrest;
    private BackrestClient client;

    @BeforeEach
    void start() throws IOException {
        backrest = new ConfigServer(Provisions.config("foreign"), clock);
        backrest.guids.put("/repos/critical", Provisions.CRITICAL_ID);
        backrest.guids.put("/repos/system", Provisions.SYSTEM_ID);
        client = backrest.client();
    }

    @AfterEach
    void stop() {
        client.close();
        backrest.close();
    }

    private ObjectNode dryRun(String plan, String status) {
        ObjectNode operation = backrest.backup(plan, status, clock.instant());
        operation.withObject("operationBackup").put("dryRun", true);
        return operation;
    }

    private boolean running() throws InterruptedException {
        return new DryRuns(client).running(PLAN);
    }

    @Test
    void aRunningDryRunIsDistinguishedFromABackupAndFromAQueuedDryRun() throws Exception {
        assertThat(running()).isFalse();
        dryRun(PLAN, "STATUS_PENDING");
        dryRun("shop.db.app", "STATUS_INPROGRESS");
        assertThat(running()).isFalse();
        ObjectNode dryRun = dryRun(PLAN, "STATUS_INPROGRESS");
        assertThat(running()).isTrue();
        backrest.finish(dryRun);
        backrest.backup(PLAN, "STATUS_INPROGRESS", clock.instant());
        assertThat(running()).as("a backup").isFalse();
    }

    @Test
    void aDryRunOfAnotherInstanceIsIgnored() throws Exception {
        dryRun(PLAN, "STATUS_INPROGRESS").put("originalInstanceKeyid", "ed25519.other");
        assertThat(running()).isFalse();
    }

    @Test
    void anOperationOfAnUnreachableBackrestCountsAsABackup() throws Exception {
        dryRun(PLAN, "STATUS_INPROGRESS");
        backrest.fault = method -> method.equals("GetOperations") ? 503 : 0;
        assertThat(running()).isFalse();
    }

    @Test
    void aDroppedDryRunIsNotQueuedAgainAsABackup() throws Exception {
        BackrestProvisioning provisioning = new BackrestProvisioning(
                client,
                new Provisions.Known(),
                memory.get(),
                Provisions.view(),
                Optional::empty,
                backup -> true,
                clock);
        // One that is due later does not hold up the write.
        dryRun("nightly", "STATUS_PENDING")
                .put(
                        "unixTimeStartMs",
                        Long.toString(clock.instant().plusSeconds(600).toEpochMilli()));
        List<Dataset> datasets = List.of(Provisions.DATABASE, Provisions.FILES);
        assertThat(provisioning.pass(Provisions.policy(), datasets, Set.of())).isInstanceOf(Written.class);
        clock.advance(Duration.ofSeconds(20));
        assertThat(provisioning.pass(Provisions.policy(), datasets, Set.of())).isInstanceOf(InSync.class);
        assertThat(backrest.calls).doesNotContain("Backup");
    }
}
