package io.slackwater.journal;

import static io.slackwater.journal.RunRecords.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    @TempDir
    Path dir;

    private Journal journal;

    @BeforeEach
    void open() {
        journal = Journal.open(dir.resolve("made/journal.db"), Clock.fixed(T0, ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private void reopen() {
        journal.close();
        open();
    }

    @Test
    void onlyTheNewestPastAlarmsAreKept() {
        for (int batch = 0; batch < 3; batch++) {
            List<PastAlarm> past = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                String key = "run:" + (batch * 5_000 + i);
                past.add(new PastAlarm(key, "warning", key, "d", "", T0, T0, Optional.empty(), Map.of()));
            }
            journal.alarms().write(List.of(), List.of(), past);
        }

        assertThat(journal.alarms().pastCount(Optional.empty())).isEqualTo(10_000);
        assertThat(journal.alarms().past(Optional.of("warning"), PastAlarm.By.OVER, true, 9_999, 5))
                .extracting(PastAlarm::key)
                .containsExactly("run:5000");
    }

    @Test
    void aRunIsReadAsWrittenAlsoAfterARestart() {
        RunRecord run = RunRecords.succeed(journal, "r1", "shop.db.orders", T0);
        reopen();
        assertThat(journal.runs().find("r1")).contains(run);
        assertThat(journal.runs().lastSuccess("shop.db.orders")).contains(run);
        assertThat(journal.runs().find("r2")).isEmpty();
    }

    @Test
    void aRunKeepsTheEngineThatExecutedIt() {
        RunRecord queued = RunRecords.queued("r1", "shop.db.orders", T0);
        journal.runs().queued(queued);
        assertThat(journal.runs().find("r1").orElseThrow().progress().engine()).isEmpty();
        journal.runs().update(queued.by(EngineName.BACKREST).startedAt(T0).in(RunState.CAPTURING));
        reopen();
        assertThat(journal.runs().find("r1").orElseThrow().progress().engine()).contains(EngineName.BACKREST);
    }

    @Test
    void theColumnsOfTriggerAndEngineHaveTheWordsOfTheApi() {
        try (TestJournal words = new TestJournal(dir)) {
            RunStore runs = words.journal().runs();
            for (Trigger trigger : Trigger.values()) {
                RunRecord run = RunRecord.queued(
                        new RunIdentity(trigger.name(), "d", "w", "postgres", "critical", "s", trigger, T0));
                runs.queued(run);
                assertThat(runs.find(run.id())).contains(run);
            }
            runs.update(runs.find("API").orElseThrow().by(EngineName.EMBEDDED));
            runs.update(runs.find("RETRY").orElseThrow().by(EngineName.BACKREST));
            assertThat(words.list("SELECT \"trigger\" FROM run ORDER BY seq"))
                    .containsExactly(
                            "schedule", "catch-up", "discovered", "retry", "api", "backrest", "restore", "unreadable");
            assertThat(words.list("SELECT engine FROM run WHERE engine IS NOT NULL ORDER BY engine"))
                    .containsExactly("backrest", "embedded");
        }
    }

    @Test
    void runsAreListedNewestFirstAndFiltered() {
        RunRecords.succeed(journal, "r1", "a", T0);
        RunRecords.end(journal, "r2", "b", T0.plusNanos(1), RunState.FAILED, "no");
        RunRecords.end(journal, "r3", "a", T0.plusNanos(1), RunState.FAILED, "no");
        assertThat(journal.runs().page(Optional.empty(), Optional.empty(), Optional.empty(), 10))
                .extracting(RunRecord::id)
                .containsExactly("r3", "r2", "r1");
        assertThat(journal.runs().newest("a", 10)).extracting(RunRecord::id).containsExactly("r3", "r1");
        assertThat(journal.runs().page(Optional.of("a"), Optional.of(RunState.FAILED), Optional.empty(), 10))
                .extracting(RunRecord::id)
                .containsExactly("r3");
        assertThat(journal.runs().page(Optional.empty(), Optional.empty(), Optional.empty(), 1))
                .extracting(RunRecord::id)
                .containsExactly("r3");
        assertThat(journal.runs().datasets()).containsExactly("a", "b");
    }

    @Test
    void openRunsAreListedOldestFirst() {
        journal.runs().queued(RunRecords.queued("late", "b", T0.plusSeconds(1)));
        RunRecords.verifying(journal, "early", "a", T0);
        RunRecords.succeed(journal, "ended", "c", T0);
        assertThat(journal.runs().open()).extracting(RunRecord::id).containsExactly("early", "late");
    }

    @Test
    void anEndedRunIsNeverChanged() {
        RunRecord failed = RunRecords.end(journal, "r1", "a", T0, RunState.FAILED, "first reason");
        assertThatThrownBy(() -> journal.runs().update(RunRecords.in(failed, RunState.CANCELLED, T0, "second")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Run r1 is FAILED and cannot become CANCELLED.");
        assertThatThrownBy(() -> journal.runs().update(RunRecords.in(failed, RunState.QUEUED, T0, "again")))
                .isInstanceOf(IllegalStateException.class);
        assertThat(journal.runs().find("r1")).contains(failed);
    }

    @Test
    void aSuccessfulRunNeedsAVerdict() {
        RunRecord run = RunRecords.verifying(journal, "r1", "a", T0);
        assertThatThrownBy(() -> journal.runs().update(RunRecords.in(run, RunState.SUCCEEDED, T0, "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only together with the record");
        assertThat(journal.runs().lastSuccess("a")).isEmpty();
    }

    @Test
    void aLateVerdictOfACancelledRunIsNotStored() {
        RunRecord run = RunRecords.verifying(journal, "r1", "a", T0);
        journal.runs().update(RunRecords.in(run, RunState.CANCELLED, T0, "by a person"));
        RunRecord success = RunRecords.in(run, RunState.SUCCEEDED, T0, "");
        assertThatThrownBy(() -> journal.verdicts().verified(RunRecords.verdict(success, T0), success))
                .isInstanceOf(IllegalStateException.class);
        assertThat(journal.verdicts().of("a")).isEmpty();
        assertThat(journal.runs().find("r1").orElseThrow().state()).isEqualTo(RunState.CANCELLED);
    }

    @Test
    void anUnwritableVerdictLeavesTheRunOpen() {
        RunRecord run = RunRecords.verifying(journal, "r1", "a", T0);
        journal.poison().add(new Poison("repo-1", "a", "r1", Optional.of("snap-r1")));
        RunRecord success = RunRecords.in(run, RunState.SUCCEEDED, T0, "");
        assertThatThrownBy(() -> journal.verdicts().verified(RunRecords.verdict(success, T0), success))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("must be removed");
        assertThat(journal.runs().find("r1")).contains(run);
        assertThat(journal.verdicts().of("a")).isEmpty();
    }

    @Test
    void aVerdictOfAnotherRunIsRefused() {
        RunRecord run = RunRecords.verifying(journal, "r1", "a", T0);
        RunRecord success = RunRecords.in(run, RunState.SUCCEEDED, T0, "");
        Verified other = new Verified("repo-1", "snap-r1", "b", "r1", "s", T0, 1, "", "", "", "", Map.of());
        assertThatThrownBy(() -> journal.verdicts().verified(other, success))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(journal.runs().find("r1")).contains(run);
    }

    @Test
    void aRunWithoutAnEndTimeIsRefused() {
        journal.runs().queued(RunRecords.queued("r1", "a", T0));
        RunRecord queued = journal.runs().find("r1").orElseThrow();
        RunRecord timeless = queued.in(RunState.CANCELLED);
        assertThatThrownBy(() -> journal.runs().update(timeless)).isInstanceOf(JournalException.class);
        assertThat(journal.runs().find("r1")).contains(queued);
    }

    @Test
    void aRetriedRunReturnsToTheQueue() {
        RunRecord run = RunRecords.verifying(journal, "r1", "a", T0);
        journal.runs().update(RunRecords.in(run, RunState.QUEUED, T0, "network"));
        assertThat(journal.runs().open()).extracting(RunRecord::state).containsExactly(RunState.QUEUED);
    }

    @Test
    void aRunIsQueuedOnce() {
        journal.runs().queued(RunRecords.queued("r1", "a", T0));
        assertThatThrownBy(() -> journal.runs().queued(RunRecords.queued("r1", "b", T0)))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("run.id");
        assertThatThrownBy(() ->
                        journal.runs().update(RunRecords.in(RunRecords.queued("r9", "a", T0), RunState.FAILED, T0, "")))
                .hasMessage("Run r9 is not in the journal.");
    }

    @Test
    void verdictsAreListedNewestFirstUntilTheirSnapshotIsForgotten() {
        RunRecord first = RunRecords.succeed(journal, "r1", "a", T0);
        RunRecord second = RunRecords.succeed(journal, "r2", "a", T0.plusSeconds(100));
        RunRecords.succeed(journal, "r3", "b", T0);
        assertThat(journal.verdicts().of("a")).extracting(Verified::snapshot).containsExactly("snap-r2", "snap-r1");
        assertThat(journal.verdicts().find("repo-1", "snap-r1")).contains(RunRecords.verdict(first, T0.plusSeconds(1)));
        journal.verdicts().forgotten("repo-1", Set.of("snap-r1", "never-there"));
        journal.verdicts().forgotten("another", Set.of("snap-r2"));
        assertThat(journal.verdicts().of("a")).containsExactly(RunRecords.verdict(second, T0.plusSeconds(101)));
        assertThat(journal.verdicts().find("repo-1", "snap-r1")).isEmpty();
        assertThat(journal.verdicts().of("b")).hasSize(1);
    }

    @Test
    void aPoisonedSnapshotIsListedUntilItsCleanup() {
        journal.poison().add(new Poison("repo-1", "a", "r1", Optional.empty()));
        journal.poison().add(new Poison("repo-1", "a", "r1", Optional.empty()));
        journal.poison().add(new Poison("repo-1", "a", "r1", Optional.of("s")));
        journal.poison().add(new Poison("repo-2", "b", "r1", Optional.empty()));
        assertThat(journal.poison().all())
                .containsExactly(
                        new Poison("repo-1", "a", "r1", Optional.empty()),
                        new Poison("repo-1", "a", "r1", Optional.of("s")),
                        new Poison("repo-2", "b", "r1", Optional.empty()));
        journal.poison().forgotten("repo-1", "r1");
        assertThat(journal.poison().all()).extracting(Poison::repository).containsExactly("repo-2");
    }

    @Test
    void aVerifiedSnapshotIsNeverPoison() {
        RunRecords.succeed(journal, "r1", "a", T0);
        assertThatThrownBy(() -> journal.poison().add(new Poison("repo-1", "a", "r1", Optional.of("snap-r1"))))
                .isInstanceOf(IllegalStateException.class);
        assertThat(journal.poison().all()).isEmpty();
    }

    @Test
    void aLeaseIsOpenFromItsIntentToItsThaw() {
        LeaseRecord intent = new LeaseRecord(
                0, "r1", "a", Map.of("c1", T0, "c2", T0.plusNanos(7)), T0, "boot-1", Duration.ofSeconds(90, 5), false);
        long id = journal.leases().intended(intent);
        long other =
                journal.leases().intended(new LeaseRecord(0, "r2", "b", Map.of(), T0, "boot-1", Duration.ZERO, false));
        journal.leases().frozen(id);
        reopen();
        assertThat(journal.leases().open())
                .containsExactlyInAnyOrder(
                        new LeaseRecord(
                                id, "r1", "a", intent.containers(), T0, "boot-1", intent.deadlineUptime(), true),
                        new LeaseRecord(other, "r2", "b", Map.of(), T0, "boot-1", Duration.ZERO, false));
        journal.leases().thawed(id, "timer");
        journal.leases().thawed(id, "owner");
        journal.leases().frozen(id);
        assertThat(journal.leases().open()).extracting(LeaseRecord::id).containsExactly(other);
    }

    @Test
    void alarmsAreReplacedAndSurviveARestart() {
        AlarmRecord alarm = new AlarmRecord(
                "k",
                "critical",
                "t",
                "d",
                "r",
                "c",
                "shop-db",
                T0,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
        journal.alarms().write(List.of(alarm), List.of(), List.of());
        assertThat(journal.alarms().raised()).isEqualTo(Map.of("k", alarm));
        AlarmRecord sent = alarm.sent("mail", T0, "b", false)
                .sent("mail", T0.plusSeconds(1), "c", false)
                .sent("my-Chat", T0, "c", true)
                .over(T0);
        journal.alarms().write(List.of(sent), List.of(), List.of());
        reopen();
        assertThat(journal.alarms().raised()).isEqualTo(Map.of("k", sent));
        assertThat(sent.sentTo("mail").orElseThrow().causes()).containsExactly("b", "c");
        journal.alarms().write(List.of(), List.of("k", "never raised"), List.of());
        assertThat(journal.alarms().raised()).isEmpty();
    }

    @Test
    void channelsAreReplacedAndSurviveARestart() {
        ChannelRecord mail = ChannelRecord.of("mail")
                .failed(T0, "UNREACHABLE", "it is away")
                .failed(T0.plusSeconds(5), "CREDENTIALS", "the password is wrong")
                .reported(T0);
        journal.channels().put(ChannelRecord.of("chat"));
        journal.channels().put(mail);
        reopen();
        assertThat(journal.channels().find("mail")).contains(mail);
        assertThat(mail.failing()).contains(T0);
        journal.channels().put(mail.sent(T0.plusSeconds(9)));
        assertThat(journal.channels().find("mail").orElseThrow().failing()).isEmpty();
        journal.channels().remove("mail");
        assertThat(journal.channels().all()).extracting(ChannelRecord::name).containsExactly("chat");
    }

    @Test
    void trimmingKeepsRunsThatAreStillNeeded() {
        Instant old = T0.minus(Duration.ofDays(500));
        RunRecords.succeed(journal, "kept-verdict", "a", old);
        RunRecords.succeed(journal, "forgotten-1", "a", old.plusSeconds(1));
        RunRecords.succeed(journal, "forgotten-last-success", "a", old.plusSeconds(2));
        RunRecords.end(journal, "old-failure", "a", old.plusSeconds(3), RunState.FAILED, "x");
        RunRecords.end(journal, "last", "a", old.plusSeconds(4), RunState.FAILED, "x");
        journal.runs().queued(RunRecords.queued("open", "b", old));
        journal.verdicts().forgotten("repo-1", Set.of("snap-forgotten-1", "snap-forgotten-last-success"));
        assertThat(journal.trim(T0.minus(Duration.ofDays(400)))).isEqualTo(2);
        assertThat(journal.runs().page(Optional.empty(), Optional.empty(), Optional.empty(), 10))
                .extracting(RunRecord::id)
                .containsExactlyInAnyOrder("kept-verdict", "forgotten-last-success", "last", "open");
    }

    @Test
    void outcomesAreCountedPerDataset() {
        RunRecords.succeed(journal, "r1", "a", T0);
        RunRecords.succeed(journal, "r2", "a", T0);
        RunRecords.end(journal, "r3", "a", T0, RunState.FAILED, "");
        journal.runs().queued(RunRecords.queued("r4", "a", T0));
        assertThat(journal.runs().outcomes())
                .isEqualTo(Map.of("a", Map.of(RunState.SUCCEEDED, 2L, RunState.FAILED, 1L)));
    }

    @Test
    void theWriteProbeStoresNothing() {
        journal.probe();
        journal.probe();
        assertThat(journal.runs().datasets()).isEmpty();
    }
}
