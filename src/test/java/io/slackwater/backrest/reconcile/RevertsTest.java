package io.slackwater.backrest.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.ConfigServer;
import io.slackwater.backrest.Provisions;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.reconcile.Change.Action;
import io.slackwater.backrest.reconcile.ReconcileOutcome.Busy;
import io.slackwater.backrest.reconcile.ReconcileOutcome.Unreachable;
import io.slackwater.discovery.Dataset;
import io.slackwater.health.TestClock;
import io.slackwater.journal.BackrestStore;
import io.slackwater.journal.BackrestStore.Owned;
import io.slackwater.journal.FieldEdit;
import io.slackwater.journal.Revert;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reports about reverted edits and about backups without Backrest, in Backrest and in the API. */
class RevertsTest {

    private static final List<Dataset> DATASETS = List.of(Provisions.DATABASE, Provisions.FILES);

    private final TestClock clock = new TestClock(Instant.parse("2026-07-20T02:00:00Z"));
    private final Provisions.Memory memory = new Provisions.Memory();
    private ConfigServer backrest;
    private BackrestClient client;
    private BackrestProvisioning provisioning;

    @BeforeEach
    void provisioned() throws Exception {
        backrest = new ConfigServer(Provisions.config("foreign"), clock);
        backrest.guids.put("/repos/critical", Provisions.CRITICAL_ID);
        backrest.guids.put("/repos/system", Provisions.SYSTEM_ID);
        client = backrest.client();
        provisioning = provisioning();
        pass();
        pass();
        backrest.calls.clear();
    }

    private BackrestProvisioning provisioning() {
        return new BackrestProvisioning(
                client,
                new Provisions.Known(),
                memory.get(),
                Provisions.view(),
                Optional::empty,
                backup -> true,
                clock);
    }

    @AfterEach
    void stop() {
        client.close();
        backrest.close();
    }

    private ReconcileOutcome pass() throws InterruptedException {
        clock.advance(Duration.ofSeconds(40));
        return provisioning.pass(Provisions.policy(), DATASETS, Set.of());
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    @Test
    void aRevertNamesTheEditItsTimeAndItsReasonAlsoAfterARestart() throws Exception {
        assertThat(memory.store().reverts())
                .as("an addition by Slackwater is no revert")
                .isEmpty();
        backrest.edit(config -> {
            ObjectNode plan = Provisions.entry(config, "plans", "shop.db.app");
            plan.putObject("schedule").put("cron", "0 * * * *");
        });
        pass();
        provisioning = provisioning();
        assertThat(memory.store().reverts()).singleElement().satisfies(revert -> {
            assertThat(revert.at()).isEqualTo(clock.instant());
            assertThat(revert.subject()).isEqualTo("plan shop.db.app");
            assertThat(revert.who()).contains("Backrest's page", "does not record");
            assertThat(revert.why()).contains("policy.yml");
            assertThat(revert.fields())
                    .containsExactly(new FieldEdit("schedule", "{\"cron\":\"0 * * * *\"}", "{\"disabled\":true}"));
        });
    }

    @Test
    void revertsOfRemovedPlansAndHarmfulEditsNameTheirReason() throws Exception {
        backrest.edit(config -> {
            config.withArray("plans").removeIf(plan -> plan.path("id").asText().equals("shop.db.app"));
            Provisions.entry(config, "plans", "shop.files.srv-data").remove("hooks");
        });
        pass();
        assertThat(memory.store().reverts())
                .extracting(Revert::subject)
                .containsExactlyInAnyOrder("plan shop.db.app", "plan shop.files.srv-data");
        assertThat(memory.store().reverts()).anySatisfy(revert -> {
            assertThat(revert.fields()).isEmpty();
            assertThat(revert.why()).contains("The plan was removed in Backrest", "its dataset still exists");
        });
        assertThat(memory.store().reverts()).anySatisfy(revert -> {
            assertThat(revert.fields()).singleElement().satisfies(edit -> {
                assertThat(edit.field()).isEqualTo("hooks");
                assertThat(edit.edited()).isEmpty();
                assertThat(edit.restored()).contains("/internal/hooks/shop.files.srv-data/start");
            });
            assertThat(revert.why()).contains("inconsistent data");
        });
    }

    @Test
    void anEditIsNoRevertBeforeBackrestIsIdle() throws Exception {
        backrest.edit(config -> Provisions.entry(config, "plans", "shop.db.app")
                .putObject("schedule")
                .put("cron", "0 * * * *"));
        backrest.backup("home", "STATUS_INPROGRESS", clock.instant());
        assertThat(pass()).isInstanceOf(Busy.class);
        assertThat(memory.store().reverts()).isEmpty();
    }

    @Test
    void theNewestRevertsAreKept() {
        BackrestStore store = memory.store();
        for (int i = 0; i < BackrestStore.MOST_REVERTS + 5; i++) {
            store.reverted(new Change(Action.PUT_BACK, BackrestSubject.plan("p" + i), "").revert(clock.instant()));
        }
        assertThat(store.reverts()).hasSize(BackrestStore.MOST_REVERTS);
        assertThat(store.reverts().getFirst().subject()).isEqualTo("plan p" + (BackrestStore.MOST_REVERTS + 4));
    }

    @Test
    void secretsInAnEditAreMasked() throws Exception {
        String shown = MaskedField.edit("env", json("[\"AWS_SECRET_ACCESS_KEY=sesame\"]"), json("[\"A=sesame2\"]"))
                        .toString()
                + MaskedField.edit("password", json("\"sesame\""), json("\"\""))
                + MaskedField.edit("uri", json("\"rest:https://me:sesame@host/x\""), json("\"/repos/a\""))
                + MaskedField.edit(
                        "flags", json("[\"-o s3.secret=sesame\", \"sesame\"]"), json("[\"--compression=auto\"]"))
                + MaskedField.edit(
                        "hooks",
                        json(
                                "[{\"conditions\":[\"CONDITION_ANY_ERROR\"],\"actionDiscord\":{\"webhookUrl\":\"https://x/sesame\"}}]"),
                        json("[]"));
        assertThat(shown).doesNotContain("sesame").contains("********", "--compression=auto");
    }

    @Test
    void snapshotsMadeDuringAnOutageOfBackrestAreIndexedAfterwards() throws Exception {
        backrest.fault = method -> 503;
        assertThat(pass()).isInstanceOf(Unreachable.class);
        provisioning = provisioning();
        backrest.fault = method -> 0;
        pass();
        assertThat(backrest.calls.stream().filter("DoRepoTask"::equals)).hasSize(2);
        backrest.calls.clear();
        pass();
        assertThat(backrest.calls).as("once").doesNotContain("DoRepoTask");
    }

    @Test
    void snapshotsMadeBeforeTheirPlanAreIndexedOnceItExists() throws Exception {
        backrest.edit(config -> config.withArray("plans")
                .removeIf(plan -> plan.path("id").asText().equals("shop.db.app")));
        memory.store().prints(Owned.PLAN, Map.of());
        pass();
        assertThat(Provisions.entry(backrest.config(), "plans", "shop.db.app")).isNotNull();
        assertThat(backrest.calls)
                .as("the write threw out a look that was asked for before it")
                .containsSubsequence("SetConfig", "DoRepoTask");
    }

    @Test
    void theRemedyForALostUserDoesNotNeedThePageOfBackrest() throws Exception {
        backrest.fault = method -> 401;
        assertThat(pass().conflicts())
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.remedy())
                        .contains(
                                "docker compose stop backrest",
                                "scripts/backrest-setup.sh --directory STACK",
                                "docker compose up -d --force-recreate backrest nginx")
                        .doesNotContain("in its page under settings"));
    }
}
