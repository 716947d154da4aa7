package io.slackwater.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WorkloadPagesTest {

    private static final Instant NIGHT = Instant.parse("2026-06-01T00:00:05Z");

    @RegisterExtension
    private final OverviewScene scene = new OverviewScene();

    @BeforeEach
    void open() {
        scene.workload("shop", "db", "app", "roles");
        RunRecords.succeed(scene.journal, "app-1", "shop.db.app", NIGHT);
        RunRecords.succeed(scene.journal, "roles-0", "shop.db.roles", NIGHT.minusSeconds(86_400 * 3));
        RunRecords.end(scene.journal, "roles-1", "shop.db.roles", NIGHT, RunState.FAILED, "no");
    }

    private WorkloadPage view(String id, RunListQuery query, Texts texts) {
        return new WorkloadPages(scene.sources(), scene.clock).view(id, query, texts);
    }

    private String page(String id, Texts texts, boolean operator) {
        WorkloadPage view = view(id, RunListQuery.USUAL, texts);
        Frame frame = operator
                ? PageTemplates.frame(texts, view.name(), "", "/workloads/" + id)
                : PageTemplates.viewerFrame(texts, view.name(), "/workloads/" + id);
        return PageTemplates.render("workload", Map.of("page", frame, "view", view));
    }

    @Test
    void aWorkloadShowsEachDatasetWithItsState() {
        WorkloadPage view = view("shop-db", RunListQuery.USUAL, Texts.ENGLISH);

        assertThat(view.name()).isEqualTo("shop / db");
        assertThat(view.light()).isEqualTo(Light.BAD);
        assertThat(view.datasets())
                .extracting(one -> one.id() + " " + one.word())
                .containsExactly("shop.db.app verified", "shop.db.roles failed");
        assertThat(view.cells().getLast().css()).isEqualTo("f");
        assertThat(view.runs().lines())
                .extracting(RunTable.Line::id)
                .containsExactlyInAnyOrder("app-1", "roles-1", "roles-0");
    }

    @Test
    void aDayShowsItsRunsOfAllDatasets() {
        RunTable runs = view("shop-db", RunListQuery.of(null, null, null, "2026-06-01", null), Texts.ENGLISH)
                .runs();

        assertThat(runs.title()).isEqualTo("Runs of 1 Jun");
        assertThat(runs.lines()).extracting(RunTable.Line::id).containsExactlyInAnyOrder("app-1", "roles-1");
    }

    @Test
    void onlyAnOperatorSeesTheButton() {
        assertThat(page("shop-db", Texts.ENGLISH, true)).contains("action=\"/workloads/shop-db/backup\"");
        assertThat(page("shop-db", Texts.ENGLISH, false)).doesNotContain("/backup\"");
    }

    @Test
    void anUnknownWorkloadIsRefused() {
        assertThatThrownBy(() -> view("shop-x", RunListQuery.USUAL, Texts.ENGLISH))
                .isInstanceOfSatisfying(PageProblem.class, problem -> {
                    assertThat(problem.status()).isEqualTo(404);
                    assertThat(problem.text(Texts.ENGLISH)).isEqualTo("There is no workload shop-x.");
                    assertThat(problem.href()).isEqualTo("/workloads/shop-db");
                });
    }

    @Test
    void namesFromOutsideAreEscaped() {
        scene.workload("<img src=x onerror=alert(1)>", "db", "app");
        String id = scene.workloads.getLast().id().value();

        assertThat(page(id, Texts.RUSSIAN, true))
                .doesNotContain("<img")
                .contains("&lt;img src=x onerror=alert(1)&gt;", "Создать копию сейчас");
    }
}
