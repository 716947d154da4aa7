package io.slackwater.backrest.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.ConfigServer;
import io.slackwater.backrest.Provisions;
import io.slackwater.backrest.Samples;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestUser;
import io.slackwater.backrest.reconcile.ReconcileOutcome.Blocked;
import io.slackwater.backrest.reconcile.ReconcileOutcome.Busy;
import io.slackwater.backrest.reconcile.ReconcileOutcome.InSync;
import io.slackwater.backrest.reconcile.ReconcileOutcome.Unreachable;
import io.slackwater.backrest.reconcile.ReconcileOutcome.Written;
import io.slackwater.discovery.Dataset;
import io.slackwater.health.TestClock;
import io.slackwater.journal.BackrestStore.Owned;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Passes over a Backrest that is busy, edited, restarted, wrong or too old. */
class BackrestProvisioningTest {

    private static final List<Dataset> DATASETS = List.of(Provisions.DATABASE, Provisions.FILES);

    private final TestClock clock = new TestClock(Instant.parse("2026-07-20T02:00:00Z"));
    private final Provisions.Known known = new Provisions.Known();
    private final Provisions.Memory memory = new Provisions.Memory();
    private ConfigServer backrest;
    private BackrestClient client;
    private BackrestProvisioning provisioning;

    @BeforeEach
    void start() throws IOException {
        begin(Provisions.config("foreign"));
    }

    private void begin(ObjectNode config) throws IOException {
        if (backrest != null) {
            stop();
        }
        backrest = new ConfigServer(config, clock);
        backrest.guids.put("/repos/critical", Provisions.CRITICAL_ID);
        backrest.guids.put("/repos/system", Provisions.SYSTEM_ID);
        client = backrest.client();
        provisioning = provisioning();
    }

    private BackrestProvisioning provisioning() {
        return new BackrestProvisioning(
                client,
                known,
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
        return provisioning.pass(Provisions.policy(), DATASETS, Set.of());
    }

    private void provisioned() throws InterruptedException {
        assertThat(pass()).isInstanceOf(Written.class);
        assertThat(pass()).isInstanceOf(InSync.class);
        backrest.calls.clear();
        memory.clear();
    }

    @Test
    void anExistingBackrestIsAdoptedAndItsOtherEntriesAreKept() throws Exception {
        ObjectNode before = backrest.config();
        assertThat(pass()).isInstanceOfSatisfying(Written.class, written -> {
            assertThat(written.conflicts()).isEmpty();
            assertThat(written.changes())
                    .extracting(change -> change.subject().toString())
                    .containsExactly(
                            "repository critical", "repository system", "plan shop.db.app", "plan shop.files.srv-data");
        });
        ObjectNode after = backrest.config();
        assertThat(Provisions.entry(after, "repos", "laptop")).isEqualTo(Provisions.entry(before, "repos", "laptop"));
        assertThat(Provisions.entry(after, "plans", "home")).isEqualTo(Provisions.entry(before, "plans", "home"));
        for (String field : List.of("sync", "auth", "fieldOfANewerBackrest", "instance", "version")) {
            assertThat(after.path(field)).as(field).isEqualTo(before.path(field));
        }
        assertThat(backrest.calls).as("all plans in one write").containsOnlyOnce("SetConfig");
        assertThat(backrest.calls.stream().filter("DoRepoTask"::equals))
                .as("the write threw out the look for snapshots that AddRepo had queued")
                .hasSize(2);
        assertThat(memory.audit())
                .containsExactly(
                        "backrest-added repository critical",
                        "backrest-added repository system",
                        "backrest-added plan shop.db.app",
                        "backrest-added plan shop.files.srv-data");
    }

    @Test
    void aSecondPassOnlyReadsTheConfiguration() throws Exception {
        provisioned();
        assertThat(pass()).isInstanceOf(InSync.class);
        assertThat(backrest.calls).containsExactly("GetConfig");
        assertThat(memory.audit()).isEmpty();
    }

    @Test
    void aFreshBackrestGetsItsInstanceBeforeAnythingElse() throws Exception {
        begin((ObjectNode) Samples.of("get-config-fresh").response());
        assertThat(pass())
                .isInstanceOfSatisfying(
                        Written.class,
                        written -> assertThat(written.changes())
                                .extracting(change -> change.subject().toString())
                                .startsWith("instance", "user slackwater", "repository critical"));
        assertThat(backrest.calls.stream().filter(call -> call.equals("SetConfig") || call.equals("AddRepo")))
                .containsExactly("SetConfig", "AddRepo", "AddRepo", "SetConfig");
        assertThat(pass()).isInstanceOf(InSync.class);
    }

    @Test
    void aBusyBackrestIsNotWrittenToUntilItIsIdle() throws Exception {
        ObjectNode running = backrest.backup("home", "STATUS_INPROGRESS", clock.instant());
        Instant first = clock.instant().plusSeconds(20);
        assertThat(pass()).isInstanceOfSatisfying(Busy.class, busy -> {
            assertThat(busy.since()).isEqualTo(first);
            assertThat(busy.with()).isEqualTo("backup of plan home (running)");
        });
        assertThat(pass())
                .isInstanceOfSatisfying(
                        Busy.class, busy -> assertThat(busy.since()).isEqualTo(first));
        assertThat(backrest.writes()).isZero();
        backrest.finish(running);
        assertThat(pass()).isInstanceOf(Written.class);
    }

    @Test
    void aScheduleDueWithinAMinuteCountsAsWork() throws Exception {
        backrest.backup("home", "STATUS_PENDING", clock.instant().plusSeconds(75));
        assertThat(pass()).isInstanceOf(Busy.class);
        begin(Provisions.config("foreign"));
        backrest.backup("home", "STATUS_PENDING", clock.instant().plusSeconds(90));
        assertThat(pass()).isInstanceOf(Written.class);
    }

    @Test
    void aConcurrentWriteOfAnotherProgramIsKept() throws Exception {
        provisioned();
        backrest.edit(config -> Provisions.entry(config, "plans", "shop.db.app").put("skipIfUnchanged", true));
        AtomicInteger sets = new AtomicInteger();
        backrest.fault = method -> {
            if (method.equals("SetConfig") && sets.getAndIncrement() == 0) {
                backrest.edit(
                        config -> Provisions.entry(config, "plans", "home").put("skipIfUnchanged", false));
            }
            return 0;
        };
        assertThat(pass())
                .isInstanceOfSatisfying(
                        Written.class, written -> assertThat(written.changes()).hasSize(1));
        assertThat(sets).hasValue(2);
        assertThat(Provisions.entry(backrest.config(), "plans", "home")
                        .path("skipIfUnchanged")
                        .asBoolean())
                .isFalse();
        assertThat(Provisions.entry(backrest.config(), "plans", "shop.db.app").has("skipIfUnchanged"))
                .isFalse();
    }

    @Test
    void constantWritesOfAnotherProgramEndThePass() throws Exception {
        provisioned();
        backrest.fault = method -> {
            if (method.equals("GetConfig")) {
                backrest.edit(config ->
                        Provisions.entry(config, "plans", "shop.db.app").put("skipIfUnchanged", true));
            }
            return 0;
        };
        assertThat(pass())
                .isInstanceOfSatisfying(
                        Unreachable.class,
                        outcome -> assertThat(outcome.conflicts())
                                .singleElement()
                                .satisfies(
                                        conflict -> assertThat(conflict.what()).contains("another program")));
    }

    @Test
    void anEditOfAnOwnedPlanIsRevertedAndAudited() throws Exception {
        provisioned();
        backrest.edit(config ->
                Provisions.entry(config, "plans", "shop.files.srv-data").remove("hooks"));
        assertThat(pass()).isInstanceOf(Written.class);
        assertThat(Provisions.entry(backrest.config(), "plans", "shop.files.srv-data")
                        .path("hooks"))
                .hasSize(2);
        assertThat(memory.audit()).containsExactly("backrest-put-back plan shop.files.srv-data");
    }

    @Test
    void thePlanOfARemovedWorkloadStaysUntilItIsReleased() throws Exception {
        provisioned();
        clock.advance(Duration.ofSeconds(20));
        assertThat(provisioning.pass(Provisions.policy(), List.of(Provisions.FILES), Set.of()))
                .isInstanceOfSatisfying(
                        InSync.class, outcome -> assertThat(outcome.orphans()).containsExactly("shop.db.app"));
        assertThat(backrest.writes()).isZero();
        assertThat(provisioning.pass(Provisions.policy(), List.of(Provisions.FILES), Set.of("shop.db.app")))
                .isInstanceOfSatisfying(
                        Written.class, outcome -> assertThat(outcome.orphans()).isEmpty());
        assertThat(backrest.config().path("plans"))
                .extracting(plan -> plan.path("id").asText())
                .containsExactly("home", "shop.files.srv-data");
        assertThat(memory.audit()).containsExactly("backrest-removed plan shop.db.app");
        assertThat(memory.store().prints(Owned.PLAN)).doesNotContainKey("shop.db.app");
    }

    @Test
    void aVanishedRepositoryIsNeverAdded() throws Exception {
        known.unopenable.put("critical", "repository critical: there is no repository at /repos/critical any more");
        assertThat(pass()).isInstanceOfSatisfying(Written.class, written -> {
            assertThat(written.conflicts())
                    .singleElement()
                    .satisfies(conflict -> assertThat(conflict.what()).contains("any more"));
            assertThat(written.changes())
                    .extracting(change -> change.subject().toString())
                    .containsExactly("repository system", "plan shop.files.srv-data");
        });
    }

    @Test
    void aRepositoryThatBackrestDoesNotSeeIsNeverAdded() throws Exception {
        backrest.guids.remove("/repos/critical");
        assertThat(pass().conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict.subject()).isEqualTo(BackrestSubject.repository("critical"));
            assertThat(conflict.remedy()).contains("Mount /repos/critical");
        });
        assertThat(backrest.guids).doesNotContainKey("/repos/critical");
        backrest.calls.clear();
        assertThat(provisioning.pass(Provisions.policy(), DATASETS, Set.of()).conflicts())
                .hasSize(1);
        assertThat(backrest.calls).as("not asked at every beat").doesNotContain("CheckRepoExists");
        backrest.guids.put("/repos/critical", Provisions.CRITICAL_ID);
        clock.advance(Duration.ofMinutes(1));
        assertThat(pass().conflicts()).isEmpty();
        assertThat(Provisions.entry(backrest.config(), "plans", "shop.db.app")).isNotNull();
    }

    @Test
    void aForeignRepositoryInBackrestGetsNoPlans() throws Exception {
        backrest.guids.put("/repos/critical", "a".repeat(64));
        assertThat(pass().conflicts())
                .singleElement()
                .satisfies(conflict ->
                        assertThat(conflict.what()).contains("a".repeat(64)).contains("another repository"));
        assertThat(backrest.config().path("plans"))
                .extracting(plan -> plan.path("id").asText())
                .containsExactly("home", "shop.files.srv-data");
        assertThat(pass()).isInstanceOf(InSync.class);
    }

    @Test
    void aBackrestOfAnotherInstanceIsBlockedAndNotWrittenTo() throws Exception {
        backrest.edit(config -> config.put("instance", "other"));
        ReconcileOutcome first = pass();
        assertThat(first).isInstanceOf(Blocked.class);
        assertThat(first.conflicts())
                .extracting(conflict -> conflict.subject().toString())
                .containsExactly("instance");
        assertThat(backrest.writes()).isZero();
        backrest.edit(config -> config.put("instance", "my-stack"));
        assertThat(pass()).isInstanceOf(Written.class);
    }

    @Test
    void aFailingBackrestKeepsTheTimeOfItsFirstFailureAndIsResumed() throws Exception {
        backrest.fault = method -> 500;
        ReconcileOutcome first = pass();
        assertThat(first).isInstanceOf(Unreachable.class);
        for (int beat = 0; beat < 30; beat++) {
            assertThat(pass())
                    .isInstanceOfSatisfying(
                            Unreachable.class,
                            outcome -> assertThat(outcome.since()).isEqualTo(((Unreachable) first).since()));
        }
        backrest.fault = method -> 0;
        assertThat(pass()).isInstanceOf(Written.class);
    }

    @Test
    void aBackrestThatDoesNotAnswerInTimeIsUnreachable() throws Exception {
        CountDownLatch answers = new CountDownLatch(1);
        backrest.fault = method -> {
            try {
                assertThat(answers.await(1, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return 0;
        };
        assertThat(pass())
                .isInstanceOfSatisfying(
                        Unreachable.class,
                        outcome -> assertThat(outcome.conflicts())
                                .singleElement()
                                .satisfies(
                                        conflict -> assertThat(conflict.what()).contains("did not answer within")));
        answers.countDown();
        assertThat(pass()).isInstanceOf(Written.class);
    }

    @Test
    void provisioningResumesWhenBackrestDiesAfterTheRepositories() throws Exception {
        backrest.fault = method -> method.equals("SetConfig") ? 503 : 0;
        assertThat(pass()).isInstanceOf(Unreachable.class);
        assertThat(memory.audit()).hasSize(2);
        backrest.fault = method -> 0;
        assertThat(pass())
                .isInstanceOfSatisfying(
                        Written.class,
                        written -> assertThat(written.changes())
                                .extracting(change -> change.subject().toString())
                                .containsExactly("plan shop.db.app", "plan shop.files.srv-data"));
        assertThat(backrest.calls.stream().filter("DoRepoTask"::equals)).hasSize(2);
    }
}
