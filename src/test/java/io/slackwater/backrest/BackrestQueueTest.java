package io.slackwater.backrest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestUser;
import io.slackwater.backrest.reconcile.BackrestProvisioning;
import io.slackwater.backrest.reconcile.ReconcileOutcome;
import io.slackwater.backrest.reconcile.ReconcileOutcome.Busy;
import io.slackwater.backrest.reconcile.ReconcileOutcome.InSync;
import io.slackwater.backrest.reconcile.ReconcileOutcome.Written;
import io.slackwater.health.TestClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Backups that wait in Backrest's queue while its configuration is written. */
class BackrestQueueTest {

    private final TestClock clock = new TestClock(Instant.parse("2026-07-20T02:00:00Z"));
    private final Provisions.Memory memory = new Provisions.Memory();
    private ConfigServer backrest;
    private BackrestClient client;
    private BackrestProvisioning provisioning;

    @BeforeEach
    void start() throws IOException {
        backrest = new ConfigServer(Provisions.config("foreign"), clock);
        backrest.guids.put("/repos/critical", Provisions.CRITICAL_ID);
        backrest.guids.put("/repos/system", Provisions.SYSTEM_ID);
        client = backrest.client();
        provisioning = provisioning();
    }

    private BackrestProvisioning provisioning() {
        return new BackrestProvisioning(
                client,
                new Provisions.Known(),
                memory.get(),
                Provisions.view(),
                () -> Optional.of(new BackrestUser("slackwater", "JDJhJDEw")),
                backup -> true,
                clock);
    }

    @AfterEach
    void stop() {
        client.close();
        backrest.close();
    }

    private ReconcileOutcome pass() throws InterruptedException {
        clock.advance(Duration.ofSeconds(20));
        return provisioning.pass(Provisions.policy(), List.of(Provisions.DATABASE, Provisions.FILES), Set.of());
    }

    @Test
    void aUserBackupThatTheWriteDroppedIsQueuedAgain() throws Exception {
        // A retry in ten minutes, which ON_ERROR_RETRY_10MINUTES makes, does not come back by itself.
        backrest.backup("nightly", "STATUS_PENDING", clock.instant().plusSeconds(600));
        assertThat(pass()).isInstanceOf(Written.class);
        assertThat(backrest.queuedBackups()).doesNotContain("nightly");
        assertThat(pass()).isInstanceOfSatisfying(Written.class, written -> {
            assertThat(written.submittedAgain()).containsExactly("nightly");
            assertThat(written.changes()).isEmpty();
        });
        assertThat(backrest.queuedBackups()).contains("nightly");
        assertThat(memory.audit()).contains("backrest-submit-again plan nightly");
        assertThat(pass()).as("once").isInstanceOf(InSync.class);
        assertThat(backrest.calls.stream().filter("Backup"::equals)).hasSize(1);
    }

    @Test
    void aUserBackupQueuedBetweenReadAndWriteIsQueuedAgain() throws Exception {
        AtomicBoolean pressed = new AtomicBoolean();
        backrest.fault = method -> {
            if (method.equals("SetConfig") && backrest.isHeard() && pressed.compareAndSet(false, true)) {
                backrest.backup("nightly", "STATUS_PENDING", clock.instant());
            }
            return 0;
        };
        assertThat(pass()).isInstanceOf(Written.class);
        assertThat(backrest.queuedBackups()).doesNotContain("nightly");
        assertThat(pass())
                .isInstanceOfSatisfying(
                        Written.class,
                        written -> assertThat(written.submittedAgain()).containsExactly("nightly"));
    }

    @Test
    void aRestartAfterTheWriteLosesNoQueuedBackup() throws Exception {
        backrest.backup("nightly", "STATUS_PENDING", clock.instant().plusSeconds(600));
        assertThat(pass()).isInstanceOf(Written.class);
        provisioning = provisioning();
        assertThat(pass())
                .isInstanceOfSatisfying(
                        Written.class,
                        written -> assertThat(written.submittedAgain()).containsExactly("nightly"));
    }

    @Test
    void aScheduledBackupIsNotQueuedAgain() throws Exception {
        backrest.backup("home", "STATUS_PENDING", clock.instant().plusSeconds(7200));
        assertThat(pass()).isInstanceOf(Written.class);
        assertThat(pass()).isInstanceOf(InSync.class);
        assertThat(backrest.calls).doesNotContain("Backup");
    }

    private void provisionedAndBusy() throws Exception {
        pass();
        pass();
        backrest.calls.clear();
        backrest.backup("home", "STATUS_INPROGRESS", clock.instant());
    }

    private static ObjectNode plan(ObjectNode config) {
        return Provisions.entry(config, "plans", "shop.files.srv-data");
    }

    private static void keepLastOneUnfrozen(ObjectNode config) {
        plan(config).putObject("retention").put("policyKeepLastN", 1);
        plan(config).remove("hooks");
    }

    @Test
    void editedRetentionAndHooksAreRevertedAtOnceAndTheQueuedBackupIsKept() throws Exception {
        provisionedAndBusy();
        backrest.edit(BackrestQueueTest::keepLastOneUnfrozen);
        backrest.backup("shop.files.srv-data", "STATUS_PENDING", clock.instant());
        backrest.backup("nightly", "STATUS_PENDING", clock.instant());
        assertThat(pass()).as("although home's backup runs").isInstanceOfSatisfying(Written.class, written -> {
            assertThat(written.changes())
                    .extracting(change -> change.subject().toString())
                    .containsExactly("plan shop.files.srv-data");
            assertThat(written.conflicts()).isEmpty();
        });
        assertThat(plan(backrest.config())
                        .path("retention")
                        .path("policyKeepAll")
                        .asBoolean())
                .isTrue();
        assertThat(plan(backrest.config()).path("hooks")).hasSize(2);
        assertThat(backrest.queuedBackups())
                .as("neither is made by the edited plan")
                .doesNotContain("shop.files.srv-data", "nightly");
        assertThat(pass())
                .isInstanceOfSatisfying(
                        Written.class,
                        written -> assertThat(written.submittedAgain())
                                .containsExactlyInAnyOrder("shop.files.srv-data", "nightly"));
    }

    @Test
    void aForgetPolicyIsRemovedAtOnceAndAScheduleWhenBackrestIsIdle() throws Exception {
        provisionedAndBusy();
        for (String policy : List.of("forgetPolicy", "prunePolicy")) {
            backrest.edit(config -> Provisions.entry(config, "repos", "system")
                    .putObject(policy)
                    .putObject("schedule")
                    .put("cron", "0 * * * *"));
            assertThat(pass()).as(policy).isInstanceOf(Written.class);
        }
        backrest.edit(config -> plan(config).putObject("schedule").put("cron", "0 * * * *"));
        assertThat(pass()).isInstanceOf(Busy.class);
    }

    @Test
    void aBackupOfAnEditedPlanIsCancelledUnlessItBeganBeforeTheEdit() throws Exception {
        pass();
        pass();
        ObjectNode before = backrest.backup("shop.files.srv-data", "STATUS_INPROGRESS", clock.instant());
        pass();
        backrest.edit(BackrestQueueTest::keepLastOneUnfrozen);
        pass();
        assertThat(backrest.calls).doesNotContain("Cancel");
        backrest.finish(before);
        pass();
        backrest.edit(BackrestQueueTest::keepLastOneUnfrozen);
        backrest.backup("shop.files.srv-data", "STATUS_INPROGRESS", clock.instant());
        pass();
        assertThat(backrest.calls).containsOnlyOnce("Cancel");
        assertThat(plan(backrest.config()).path("hooks")).hasSize(2);
    }
}
