package io.slackwater.backrest.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.Provisions;
import io.slackwater.backrest.Samples;
import io.slackwater.backrest.client.BackrestUser;
import io.slackwater.backrest.reconcile.Change.Action;
import io.slackwater.backrest.reconcile.ReconcileDecision.Decision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Changes in a configuration with foreign entries, which must stay. */
class ReconcileDecisionTest {

    private static final Ownership NOTHING = new Ownership(Map.of(), Map.of());

    private final DesiredState desired = Provisions.desired(Provisions.DATABASE, Provisions.FILES);
    private final ObjectNode foreign = Provisions.config("foreign");
    private final ObjectNode provisioned = Provisions.withRepositories(Provisions.config("foreign"), desired);

    private Decision decide(ObjectNode actual) {
        return decide(actual, NOTHING, Set.of());
    }

    private Decision decide(ObjectNode actual, Ownership owned, Set<String> released) {
        return ReconcileDecision.decide(
                desired, actual, owned, new Provisions.Known().pinned, released, Optional::empty);
    }

    private ObjectNode complete() {
        return decide(provisioned).config().orElseThrow();
    }

    private Ownership remembered() {
        Ownership owned = new Ownership(new HashMap<>(), new HashMap<>());
        desired.plans().forEach((id, plan) -> owned.plans().put(id, Ownership.print(plan)));
        desired.repositories().forEach((id, one) -> owned.repositories().put(id, Ownership.print(one)));
        return owned;
    }

    @Test
    void missingRepositoriesAreAddedByACall() {
        Decision decision = decide(foreign);
        assertThat(decision.config()).isEmpty();
        assertThat(decision.missing())
                .extracting(one -> one.path("id").asText())
                .containsExactly("critical", "system");
    }

    @Test
    void missingPlansAreAddedInOneWriteThatKeepsOtherEntries() {
        ObjectNode before = provisioned.deepCopy();
        Decision decision = decide(provisioned);
        assertThat(provisioned).as("the input is not changed").isEqualTo(before);
        assertThat(decision.changes())
                .extracting(Change::action, Change::subject)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Action.ADDED, BackrestSubject.plan("shop.db.app")),
                        org.assertj.core.groups.Tuple.tuple(Action.ADDED, BackrestSubject.plan("shop.files.srv-data")));
        ObjectNode written = decision.config().orElseThrow();
        assertThat(written.path("plans")).hasSize(3);
        written.withArray("plans").remove(2);
        written.withArray("plans").remove(1);
        assertThat(written).as("all foreign entries").isEqualTo(before);
    }

    @Test
    void aSecondPassChangesNothing() {
        Decision decision = decide(complete());
        assertThat(decision.config()).isEmpty();
        assertThat(decision.changes()).isEmpty();
        assertThat(decision.missing()).isEmpty();
        assertThat(decision.conflicts()).isEmpty();
        assertThat(decision.orphans()).isEmpty();
    }

    @Test
    void anAbsentFieldEqualsItsDefault() {
        ObjectNode config = complete();
        Provisions.entry(config, "plans", "shop.db.app").putArray("paths");
        Provisions.entry(config, "plans", "shop.db.app").put("skipIfUnchanged", false);
        Provisions.entry(config, "repos", "critical").put("password", "").put("autoUnlock", false);
        ((ObjectNode) Provisions.entry(config, "repos", "critical").path("prunePolicy"))
                .put("maxUnusedPercent", 5.0)
                .put("maxUnusedBytes", 0);
        assertThat(decide(config).config()).isEmpty();
    }

    @Test
    void anEditOfAnOwnedPlanIsRevertedAndItsOtherFieldsAreKept() {
        ObjectNode config = complete();
        ObjectNode plan = Provisions.entry(config, "plans", "shop.db.app");
        plan.putObject("schedule").put("cron", "* * * * *");
        plan.put("skipIfUnchanged", true).put("fieldOfANewerBackrest", 7);
        Decision decision = decide(config, remembered(), Set.of());
        assertThat(decision.changes()).singleElement().satisfies(change -> {
            assertThat(change.action()).isEqualTo(Action.PUT_BACK);
            assertThat(change.subject()).isEqualTo(BackrestSubject.plan("shop.db.app"));
            assertThat(change.detail()).contains("schedule, skipIfUnchanged");
        });
        ObjectNode back = Provisions.entry(decision.config().orElseThrow(), "plans", "shop.db.app");
        assertThat(back.path("schedule").toString()).isEqualTo("{\"disabled\":true}");
        assertThat(back.has("skipIfUnchanged")).isFalse();
        assertThat(back.path("fieldOfANewerBackrest").asInt()).isEqualTo(7);
    }

    @Test
    void aRemovedOwnedPlanIsRestored() {
        Decision decision = decide(provisioned, remembered(), Set.of());
        assertThat(decision.changes()).extracting(Change::action).containsOnly(Action.PUT_BACK);
    }

    @Test
    void aChangeOfThePolicyIsAnUpdateAndNoRevert() {
        Ownership owned = remembered();
        owned.plans().put("shop.db.app", "another print");
        ObjectNode config = complete();
        Provisions.entry(config, "plans", "shop.db.app").put("repo", "system");
        assertThat(decide(config, owned, Set.of()).changes())
                .extracting(Change::action)
                .containsExactly(Action.UPDATED);
    }

    @Test
    void anEditOfAnOwnedRepositoryIsRevertedExceptIdHooksAndPriority() {
        ObjectNode config = complete();
        ObjectNode repository = Provisions.entry(config, "repos", "critical");
        repository.put("autoUnlock", true).put("password", "p");
        repository.putObject("forgetPolicy").putObject("retention").put("policyKeepLastN", 1);
        repository.putObject("commandPrefix").put("cpuNice", "CPU_LOW");
        repository.putArray("hooks").addObject().putArray("conditions").add("CONDITION_ANY_ERROR");
        Decision decision = decide(config, remembered(), Set.of());
        ObjectNode back = Provisions.entry(decision.config().orElseThrow(), "repos", "critical");
        assertThat(back.has("autoUnlock") || back.has("password") || back.has("forgetPolicy"))
                .isFalse();
        assertThat(back.path("commandPrefix").path("cpuNice").asText()).isEqualTo("CPU_LOW");
        assertThat(back.path("hooks")).hasSize(1);
        assertThat(back.path("guid").asText()).isEqualTo(Provisions.CRITICAL_ID);
    }

    @Test
    void aForeignPlanWithAnOwnedIdIsAConflictAndKept() {
        ObjectNode theirs = Provisions.entry(provisioned, "plans", "home").deepCopy();
        theirs.put("id", "shop.db.app");
        provisioned.withArray("plans").add(theirs);
        Decision decision = decide(provisioned);
        assertThat(decision.conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict.subject()).isEqualTo(BackrestSubject.plan("shop.db.app"));
            assertThat(conflict.what()).contains("not made by Slackwater");
        });
        assertThat(Provisions.entry(decision.config().orElseThrow(), "plans", "shop.db.app"))
                .as("the write is for the other plan")
                .isEqualTo(theirs);
    }

    @Test
    void ownedPlansAreRecognisedByTheirHooksWithoutAJournal() {
        ObjectNode config = complete();
        Provisions.entry(config, "plans", "shop.files.srv-data").putArray("excludes");
        Decision decision = decide(config, NOTHING, Set.of());
        assertThat(decision.conflicts()).isEmpty();
        assertThat(decision.changes())
                .extracting(Change::subject)
                .containsExactly(BackrestSubject.plan("shop.files.srv-data"));
    }

    @Test
    void aForeignRepositoryWithAnOwnedNameIsAConflictAndItsPlansAreNotWritten() {
        Provisions.entry(provisioned, "repos", "critical").putArray("env").add("RESTIC_PASSWORD_FILE=/mine");
        Decision decision = decide(provisioned);
        assertThat(decision.conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict.subject()).isEqualTo(BackrestSubject.repository("critical"));
            assertThat(conflict.remedy()).containsSubsequence("Delete its plans", "then the repository");
        });
        assertThat(decision.changes())
                .extracting(Change::subject)
                .containsExactly(BackrestSubject.plan("shop.files.srv-data"));
        assertThat(Provisions.entry(decision.config().orElseThrow(), "repos", "critical"))
                .isEqualTo(Provisions.entry(provisioned, "repos", "critical"));
    }

    @Test
    void aRepositoryWithAnotherResticIdIsAConflictAndKeptWithItsPlans() {
        ObjectNode config = complete();
        Provisions.entry(config, "repos", "critical")
                .put("guid", "f".repeat(64))
                .put("autoUnlock", true);
        Provisions.entry(config, "plans", "shop.db.app").put("skipIfUnchanged", true);
        Decision decision = decide(config, remembered(), Set.of());
        assertThat(decision.config()).isEmpty();
        assertThat(decision.missing()).isEmpty();
        assertThat(decision.conflicts())
                .singleElement()
                .satisfies(conflict ->
                        assertThat(conflict.what()).contains("f".repeat(64)).contains(Provisions.CRITICAL_ID));
    }

    @Test
    void aRepositoryThatAnotherBackrestSharesIsForeign() {
        Provisions.entry(provisioned, "repos", "critical").put("originInstanceId", "hub");
        assertThat(decide(provisioned, remembered(), Set.of()).conflicts())
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.what()).contains("'hub'"));
    }

    @Test
    void aPlanWithoutADatasetIsKeptAsAnOrphanUntilItIsReleased() {
        ObjectNode config = complete();
        DesiredState without = Provisions.desired(Provisions.FILES);
        Decision kept = ReconcileDecision.decide(
                without, config, remembered(), new Provisions.Known().pinned, Set.of(), Optional::empty);
        assertThat(kept.config()).isEmpty();
        assertThat(kept.orphans()).containsExactly("shop.db.app");

        Decision removed = ReconcileDecision.decide(
                without,
                config,
                remembered(),
                new Provisions.Known().pinned,
                Set.of("shop.db.app", "home"),
                Optional::empty);
        assertThat(removed.orphans()).as("until it is removed").containsExactly("shop.db.app");
        assertThat(removed.changes())
                .extracting(Change::action, Change::subject)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Action.REMOVED, BackrestSubject.plan("shop.db.app")));
        assertThat(removed.config().orElseThrow().path("plans"))
                .extracting(plan -> plan.path("id").asText())
                .as("a user's own plan is never removed, also when its name is released")
                .containsExactly("home", "shop.files.srv-data");
    }

    @Test
    void aReleasedPlanIsKeptWhenItsDatasetReturns() {
        assertThat(decide(complete(), remembered(), Set.of("shop.db.app")).config())
                .isEmpty();
    }

    @Test
    void aPlanWithAConflictIsNoOrphan() {
        DesiredState held = new DesiredState("my-stack", Map.of(), Map.of(), Set.of("shop.db.app"), List.of());
        Decision decision = ReconcileDecision.decide(
                held, complete(), remembered(), Map.of(), Set.of("shop.db.app"), Optional::empty);
        assertThat(decision.orphans()).containsExactly("shop.files.srv-data");
        assertThat(decision.config()).isEmpty();
    }

    @Test
    void anotherInstanceIsAConflictAndNothingIsWritten() {
        provisioned.put("instance", "other-stack");
        Decision decision = decide(provisioned);
        assertThat(decision.blocked()).isTrue();
        assertThat(decision.config()).isEmpty();
        assertThat(decision.missing()).isEmpty();
        assertThat(decision.conflicts())
                .singleElement()
                .satisfies(conflict ->
                        assertThat(conflict.what()).contains("'other-stack'").contains("'my-stack'"));
    }

    @Test
    void aFreshBackrestGetsInstanceAndUserInOneWrite() {
        ObjectNode fresh = (ObjectNode) Samples.of("get-config-fresh").response();
        Decision decision = ReconcileDecision.decide(
                desired,
                fresh,
                NOTHING,
                new Provisions.Known().pinned,
                Set.of(),
                () -> Optional.of(new BackrestUser("slackwater", "JDJhJDEw")));
        ObjectNode written = decision.config().orElseThrow();
        assertThat(written.path("instance").asText()).isEqualTo("my-stack");
        assertThat(written.path("auth").toString())
                .isEqualTo("{\"users\":[{\"name\":\"slackwater\",\"passwordBcrypt\":\"JDJhJDEw\"}]}");
        assertThat(written.path("sync")).isEqualTo(fresh.path("sync"));
    }

    @Test
    void aUsedBackrestKeepsItsSignIn() {
        foreign.remove("instance");
        foreign.putObject("auth").put("disabled", true);
        Decision decision =
                ReconcileDecision.decide(desired, foreign, NOTHING, new Provisions.Known().pinned, Set.of(), () -> {
                    throw new AssertionError("a hash for nothing");
                });
        assertThat(decision.changes())
                .extracting(Change::subject)
                .containsExactly(BackrestSubject.of(BackrestSubject.SubjectKind.INSTANCE));
        assertThat(decision.config().orElseThrow().path("auth").toString()).isEqualTo("{\"disabled\":true}");
    }
}
