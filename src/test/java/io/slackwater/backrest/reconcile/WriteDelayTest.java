package io.slackwater.backrest.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.alert.Alarm;
import io.slackwater.alert.AlarmSource;
import io.slackwater.alert.Alarms;
import io.slackwater.backrest.ConfigServer;
import io.slackwater.backrest.Provisions;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.reconcile.ReconcileOutcome.Busy;
import io.slackwater.backrest.reconcile.ReconcileOutcome.InSync;
import io.slackwater.backrest.reconcile.ReconcileOutcome.Written;
import io.slackwater.health.TestClock;
import io.slackwater.journal.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Backrest in which something is always about to begin. */
class WriteDelayTest {

    private final TestClock clock = new TestClock(Instant.parse("2026-07-20T02:00:00Z"));
    private ConfigServer backrest;
    private BackrestClient client;
    private BackrestProvisioning provisioning;

    @BeforeEach
    void provisioned() throws Exception {
        backrest = new ConfigServer(Provisions.config("foreign"), clock);
        backrest.guids.put("/repos/critical", Provisions.CRITICAL_ID);
        backrest.guids.put("/repos/system", Provisions.SYSTEM_ID);
        client = backrest.client(clock);
        provisioning = new BackrestProvisioning(
                client,
                new Provisions.Known(),
                new Provisions.Memory().get(),
                Provisions.view(),
                Optional.empty(),
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
    void aScheduleOfAnOwnedPlanDoesNotDelayAWrite() throws Exception {
        backrest.backup("shop.db.app", "STATUS_PENDING", inSeconds(50));
        assertThat(pass()).isInstanceOf(Written.class);
        assertThat(plan(backrest.config()).path("schedule").path("disabled").asBoolean())
                .isTrue();
        assertThat(pass()).isInstanceOf(InSync.class);
        assertThat(backrest.calls).doesNotContain("Backup");
    }

    @Test
    void aScheduleOfAnOwnedRepositoryDoesNotDelayAWrite() throws Exception {
        ObjectNode prune = backrest.backup("_system_", "STATUS_PENDING", inSeconds(50));
        prune.remove("operationBackup");
        prune.putObject("operationPrune");
        assertThat(pass()).isInstanceOf(Written.class);
    }

    @Test
    void backupNowOfAnOwnedPlanDelaysAWrite() throws Exception {
        backrest.backup("shop.db.app", "STATUS_PENDING", clock.instant());
        assertThat(pass()).isInstanceOf(Busy.class);
    }

    private static Alarm alarm(Conflict conflict) {
        return new Alarm(
                AlarmSource.BACKREST,
                conflict.subject(),
                Alarm.Severity.WARNING,
                "Backrest: " + conflict.subject(),
                conflict.what(),
                conflict.remedy(),
                Duration.ZERO);
    }

    @Test
    void aDelayedWriteRaisesOneAlarm(@TempDir Path directory) throws Exception {
        List<String> told = new ArrayList<>();
        try (Journal journal = Journal.open(directory.resolve("j.db"), clock)) {
            Alarms alarms = new Alarms(
                    journal.alarms(),
                    clock,
                    (notice, done) -> {
                        told.add(notice.event().word() + " " + notice.alarm().title());
                        done.accept(true);
                    },
                    () -> Duration.ofHours(24));
            ObjectNode queued = backrest.backup("home", "STATUS_PENDING", clock.instant());
            pass();
            backrest.finish(queued);
            clock.advance(Duration.ofMinutes(5));
            for (String plan : List.of("home", "photos", "mail")) {
                ObjectNode running = backrest.backup(plan, "STATUS_INPROGRESS", clock.instant());
                Conflict conflict = pass().conflicts().getFirst();
                assertThat(conflict.subject()).isEqualTo(WriteDelay.SUBJECT);
                alarms.observed(AlarmSource.BACKREST, List.of(alarm(conflict)));
                assertThat(alarms.raised())
                        .singleElement()
                        .satisfies(alarm -> assertThat(alarm.remedy()).contains("plan " + plan + " (running)"));
                backrest.finish(running);
            }
        }
        assertThat(told).containsExactly("raised Backrest: held up");
    }

    @Test
    void aPlanOfEveryMinuteDelaysAWriteForTenMinutesAndIsNamedAfterFive() throws Exception {
        backrest.backup("home", "STATUS_PENDING", inSeconds(30));
        assertThat(pass().conflicts()).isEmpty();
        clock.advance(Duration.ofMinutes(4));
        assertThat(pass().conflicts()).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        assertThat(pass().conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict.subject()).isEqualTo(WriteDelay.SUBJECT);
            assertThat(conflict.what())
                    .contains("plan shop.db.app (schedule differed")
                    .doesNotContain("home");
            assertThat(conflict.remedy()).contains("works on backup of plan home (queued)");
        });
        clock.advance(Duration.ofMinutes(5));
        ObjectNode running = backrest.backup("home", "STATUS_INPROGRESS", clock.instant());
        assertThat(pass()).as("never while something runs").isInstanceOf(Busy.class);
        backrest.finish(running);
        backrest.backup("home", "STATUS_PENDING", inSeconds(30));
        assertThat(pass()).isInstanceOfSatisfying(Written.class, written -> {
            assertThat(written.changes()).extracting(Change::subject).containsExactly("plan shop.db.app");
            assertThat(written.conflicts()).isEmpty();
        });
        assertThat(pass())
                .as("nothing that was queued is lost")
                .isInstanceOfSatisfying(
                        Written.class,
                        written -> assertThat(written.submittedAgain()).containsExactly("home"));
    }
}
