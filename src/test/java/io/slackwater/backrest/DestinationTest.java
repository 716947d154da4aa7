package io.slackwater.backrest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When Backrest may store a dataset, by its configuration. */
class DestinationTest {

    private static final Destination OURS =
            new Destination("shop-db-app", "my-stack", "critical", "/repos/critical", Provisions.CRITICAL_ID);

    private static ObjectNode config(Consumer<ObjectNode> change) {
        DesiredState desired = Provisions.desired(Provisions.DATABASE, Provisions.FILES);
        ObjectNode config = Provisions.withRepositories(Provisions.config("foreign"), desired);
        desired.plans().values().forEach(plan -> config.withArray("plans").add(plan.deepCopy()));
        change.accept(config);
        return config;
    }

    @Test
    void ourRepositoryIsNoConflict() {
        assertThat(OURS.conflict(config(config -> {}))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "guid, ffff, it is another repository",
        "guid, '', '(none)'",
        "uri, /repos/theirs, 'is at /repos/theirs, ours is at /repos/critical'",
        "originInstanceId, office, shares with it"
    })
    void anotherRepositoryUnderItsNameIsOne(String field, String value, String what) {
        ObjectNode config =
                config(all -> Provisions.entry(all, "repos", "critical").put(field, value));
        assertThat(OURS.conflict(config)).hasValueSatisfying(conflict -> {
            assertThat(conflict.subject()).isEqualTo("repository critical");
            assertThat(conflict.what()).contains(what);
            assertThat(conflict.remedy()).contains("backed up without Backrest");
        });
    }

    @Test
    void aBackrestOfAnotherInstanceIsOne() {
        assertThat(OURS.conflict(config(all -> all.put("instance", "old-stack"))))
                .hasValueSatisfying(conflict -> {
                    assertThat(conflict.subject()).isEqualTo(Destination.INSTANCE);
                    assertThat(conflict.what()).contains("'old-stack', the policy's is 'my-stack'");
                    assertThat(conflict.remedy()).contains("backed up without it");
                });
    }

    @Test
    void theRemedyForAnotherRepositoryBeginsWithItsPlans() {
        ObjectNode config =
                config(all -> Provisions.entry(all, "repos", "critical").put("guid", "ffff"));
        assertThat(OURS.conflict(config))
                .hasValueSatisfying(conflict ->
                        assertThat(conflict.remedy()).containsSubsequence("delete the plans of", "and the repository"));
    }

    @Test
    void aPlanThatStoresElsewhereIsOne() {
        ObjectNode config =
                config(all -> Provisions.entry(all, "plans", "shop-db-app").put("repo", "system"));
        assertThat(OURS.conflict(config))
                .hasValueSatisfying(conflict -> assertThat(conflict.what()).contains("'system', not into 'critical'"));
    }

    @Test
    void anotherRepositoryIsNoneOfADatasetWithoutAPlan() {
        ObjectNode config =
                config(all -> Provisions.entry(all, "repos", "critical").put("guid", "ffff"));
        Destination fresh =
                new Destination("shop-db-new", "my-stack", "critical", "/repos/critical", Provisions.CRITICAL_ID);
        assertThat(fresh.conflict(config)).isEmpty();
    }
}
