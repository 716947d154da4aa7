package io.slackwater.backrest.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.ConfigServer;
import io.slackwater.backrest.Provisions;
import io.slackwater.backrest.client.BackrestClient;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Backrest in which something is always about to begin. */
class BusyBackrestTest {

    private final TestClock clock = new TestClock(Instant.parse("2026-07-20T02:00:00Z"));
    private ConfigServer backrest;
    private BackrestClient client;
    private BackrestProvisioning provisioning;

    @BeforeEach
    void provisioned() throws Exception {
        backrest = new ConfigServer(Provisions.config("foreign"), clock);
        backrest.guids.put("/repos/critical", Provisions.CRITICAL_ID);
        backrest.guids.put("/repos/system", Provisions.SYSTEM_ID);
        client = backrest.client();
        provisioning = new BackrestProvisioning(
                client,
                new Provisions.Known(),
                new Provisions.Memory().get(),
                Provisions.view(),
                Optional::empty,
                backup -> true,
                clock);
        pass();
        assertThat(pass()).isInstanceOf(InSync.class);
        backrest.edit(config -> plan(config).putObject("schedule").put("cron", "* * * * *"));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        backrest.close();
    }

    private static ObjectNode plan(ObjectNode config) {
        return Provisions.entry(config, "plans", "shop.db.app");
    }

    private ReconcileOutcome pass() throws InterruptedException {
        clock.advance(Duration.ofSeconds(20));
        return provisioning.pass(Provisions.policy(), List.of(Provisions.DATABASE, Provisions.FILES), Set.of());
    }

    private Instant inSeconds(int seconds) {
        return clock.instant().plusSeconds(seconds);
    }

    @Test
    void aBackupThatAnEditedScheduleStartsLaterIsNotQueuedAgain() throws Exception {
        backrest.backup("shop.db.app", "STATUS_PENDING", inSeconds(300));
        assertThat(pass()).isInstanceOf(Written.class);
        assertThat(plan(backrest.config()).path("schedule").path("disabled").asBoolean())
                .isTrue();
        assertThat(pass()).isInstanceOf(InSync.class);
        assertThat(backrest.calls).doesNotContain("Backup");
    }

    @Test
    void backupNowOfAPlanOfSlackwaterDelaysAWrite() throws Exception {
        backrest.backup("shop.db.app", "STATUS_PENDING", clock.instant());
        assertThat(pass()).isInstanceOf(Busy.class);
    }

    @Test
    void aPlanOfEveryMinuteDelaysAWriteForTenMinutes() throws Exception {
        backrest.backup("home", "STATUS_PENDING", inSeconds(30));
        assertThat(pass())
                .isInstanceOfSatisfying(
                        Busy.class, busy -> assertThat(busy.with()).isEqualTo("backup of plan home (queued)"));
        clock.advance(Duration.ofMinutes(10));
        ObjectNode running = backrest.backup("home", "STATUS_INPROGRESS", clock.instant());
        assertThat(pass()).as("never while something runs").isInstanceOf(Busy.class);
        backrest.finish(running);
        backrest.backup("home", "STATUS_PENDING", inSeconds(30));
        assertThat(pass()).isInstanceOfSatisfying(Written.class, written -> {
            assertThat(written.changes())
                    .extracting(change -> change.subject().toString())
                    .containsExactly("plan shop.db.app");
            assertThat(written.conflicts()).isEmpty();
        });
        assertThat(pass())
                .as("nothing that was queued is lost")
                .isInstanceOfSatisfying(
                        Written.class,
                        written -> assertThat(written.submittedAgain()).containsExactly("home"));
    }
}
