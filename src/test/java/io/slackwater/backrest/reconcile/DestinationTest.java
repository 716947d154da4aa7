package io.slackwater.backrest.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.Provisions;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When Backrest may store a dataset, by its configuration. */
class DestinationTest {

    private static final Destination OURS =
            new Destination("shop.db.app", Provisions.CRITICAL_ID, Provisions.desired(Provisions.DATABASE));

    private static ObjectNode config(Consumer<ObjectNode> change) {
        DesiredState desired = Provisions.desired(Provisions.DATABASE, Provisions.FILES);
        ObjectNode config = Provisions.withRepositories(Provisions.config("foreign"), desired);
        desired.plans().values().forEach(plan -> config.withArray("plans").add(plan.deepCopy()));
        change.accept(config);
        return config;
    }

    @Test
    void theExpectedRepositoryIsNoConflict() {
        assertThat(OURS.conflict(config(config -> {}))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "guid, ffff, it is another repository",
        "guid, '', '(none)'",
        "uri, /repos/theirs, '(uri)'",
        "originInstanceId, office, 'comes from another Backrest, instance ''office'''"
    })
    void aForeignRepositoryUnderAKnownNameIsAConflict(String field, String value, String what) {
        ObjectNode config =
                config(all -> Provisions.entry(all, "repos", "critical").put(field, value));
        assertThat(OURS.conflict(config)).hasValueSatisfying(conflict -> {
            assertThat(conflict.subject()).isEqualTo(BackrestSubject.repository("critical"));
            assertThat(conflict.what()).contains(what);
            assertThat(conflict.remedy()).contains("backed up without Backrest");
        });
    }

    @Test
    void aBackrestOfAnotherInstanceIsAConflict() {
        assertThat(OURS.conflict(config(all -> all.put("instance", "old-stack"))))
                .hasValueSatisfying(conflict -> {
                    assertThat(conflict.subject()).isEqualTo(BackrestSubject.of(BackrestSubject.SubjectKind.INSTANCE));
                    assertThat(conflict.what()).contains("'old-stack', the policy's is 'my-stack'");
                    assertThat(conflict.remedy()).contains("backed up without it");
                });
    }

    @Test
    void theRemedyForAnotherRecordedIdPutsTheIdBackBeforeAnythingIsDeleted() {
        ObjectNode config =
                config(all -> Provisions.entry(all, "repos", "critical").put("guid", "ffff"));
        assertThat(OURS.conflict(config))
                .hasValueSatisfying(conflict -> assertThat(conflict.remedy())
                        .containsSubsequence(
                                "secrets/keys/critical.id was changed, put it back",
                                "Only if a new repository replaces a lost one",
                                "delete the plans of",
                                "and the repository"));
    }

    @Test
    void aPlanThatStoresElsewhereIsAConflict() {
        ObjectNode config =
                config(all -> Provisions.entry(all, "plans", "shop.db.app").put("repo", "system"));
        assertThat(OURS.conflict(config))
                .hasValueSatisfying(conflict -> assertThat(conflict.what()).contains("(repo)"));
    }

    @ParameterizedTest
    @CsvSource({
        "plans, shop.db.app, '{\"retention\": {\"policyKeepLastN\": 1}}', plan shop.db.app, (retention)",
        "plans, shop.db.app, '{\"backup_flags\": [\"--force\"]}', plan shop.db.app, (backup_flags)",
        "plans, shop.db.app, '{\"paths\": [\"/etc\"]}', plan shop.db.app, (paths)",
        "plans, shop.db.app, '{\"skipIfUnchanged\": true}', plan shop.db.app, (skipIfUnchanged)",
        "repos, critical, '{\"autoUnlock\": true}', repository critical, (autoUnlock)",
        "repos, critical, '{\"forgetPolicy\": {\"schedule\": {\"cron\": \"* * * * *\"}}}', repository critical, (forgetPolicy)"
    })
    void anEditedEntryIsAConflict(String list, String id, String edit, String subject, String what) throws Exception {
        ObjectNode fields = (ObjectNode) new ObjectMapper().readTree(edit);
        ObjectNode config = config(all -> Provisions.entry(all, list, id).setAll(fields));
        assertThat(OURS.conflict(config)).hasValueSatisfying(conflict -> {
            assertThat(conflict.subject()).hasToString(subject);
            assertThat(conflict.what()).contains("is not as Slackwater wrote it", what);
            assertThat(conflict.remedy()).contains("reverts the edit", "backed up without Backrest");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "plans, shop.db.app, '{\"schedule\": {\"cron\": \"* * * * *\"}}'",
        "plans, shop.db.app, '{\"somethingNew\": 5}'",
        "repos, critical, '{\"hooks\": [{\"conditions\": [\"CONDITION_ANY_ERROR\"]}]}'",
        "plans, theirs, '{\"retention\": {\"policyKeepLastN\": 1}}'"
    })
    void harmlessEditsAndForeignEntriesAreNoConflict(String list, String id, String edit) throws Exception {
        ObjectNode fields = (ObjectNode) new ObjectMapper().readTree(edit);
        ObjectNode config = config(all -> {
            all.withArray("plans").addObject().put("id", "theirs").put("repo", "critical");
            Provisions.entry(all, list, id).setAll(fields);
        });
        assertThat(OURS.conflict(config)).isEmpty();
    }

    @Test
    void aTreeWithoutItsHooksIsAConflict() {
        Destination files =
                new Destination("shop.files.srv-data", Provisions.SYSTEM_ID, Provisions.desired(Provisions.FILES));
        assertThat(files.conflict(config(all -> {}))).isEmpty();
        assertThat(files.conflict(config(all ->
                        Provisions.entry(all, "plans", "shop.files.srv-data").remove("hooks"))))
                .hasValueSatisfying(conflict -> assertThat(conflict.what()).contains("(hooks)"));
    }

    @Test
    void aForeignRepositoryIsNoConflictForADatasetWithoutAPlan() {
        ObjectNode config =
                config(all -> Provisions.entry(all, "repos", "critical").put("guid", "ffff"));
        Destination fresh = new Destination("shop.db.new", Provisions.CRITICAL_ID, Provisions.desired());
        assertThat(fresh.conflict(config)).isEmpty();
    }
}
