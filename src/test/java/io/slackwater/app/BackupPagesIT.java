package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Metrics;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The pages of workloads, datasets and runs, and their buttons, as a browser asks for them. */
@QuarkusTest
@WithTestResource(SignInResource.class)
class BackupPagesIT extends SignInScene {

    private static final String XSS = "<img src=x onerror=alert(1)>";
    private static final List<String> BUTTONS =
            List.of("datasets/none/backup", "workloads/none/backup", "runs/none/cancel");

    @Inject
    Journal journal;

    /** Quarkus keeps the meters when the next class starts another application. They would show this application. */
    @AfterAll
    static void removeMeters() {
        Metrics.globalRegistry.clear();
    }

    /** Records a failed run of a dataset that was removed since. */
    private void failed(String run, String dataset) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        RunRecords.end(journal, run, dataset, now.minusSeconds(60), RunState.FAILED, "Backrest says " + XSS);
    }

    private HttpResponse<String> page(String path) throws Exception {
        return get(path, "Accept", "text/html", "Authorization", SignInTokens.bearer(List.of("viewer"), 5));
    }

    private void explained(int status, String path, String text) throws Exception {
        HttpResponse<String> answer = page(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(status);
        assertThat(header(answer, "Content-Type")).startsWith("text/html");
        assertThat(answer.body()).as(path).contains(text);
    }

    @Test
    void aViewerReadsTheRunsOfADatasetAndWhyTheyFailed() throws Exception {
        failed("its-read", "its.read.data");

        HttpResponse<String> dataset = page("datasets/its.read.data?sort=duration&show=failed");
        HttpResponse<String> run = page("runs/its-read");

        assertThat(dataset.statusCode()).as(dataset.body()).isEqualTo(200);
        assertThat(dataset.body()).contains("href=\"/runs/its-read\"").doesNotContain("<img");
        assertThat(run.body())
                .contains("An error inside Slackwater", "Backrest says &lt;img src=x")
                .doesNotContain("<img", "/cancel");
        assertThat(header(run, "Content-Security-Policy")).contains("default-src 'none'");
    }

    @Test
    void aWrongAddressIsAnsweredByAPageThatSaysWhatIsRight() throws Exception {
        failed("its-wrong", "its.wrong.data");

        explained(404, "datasets/none", "There is no dataset none.");
        explained(404, "workloads/none", "There is no workload none.");
        explained(404, "runs/none", "There is no run none.");
        explained(400, "datasets/its.wrong.data?page=2", "page=2 is not allowed. Allowed: 1.");
        explained(400, "datasets/its.wrong.data?snapshots=0", "snapshots=0 is not allowed.");
        explained(400, "datasets/its.wrong.data?sort=colour", "Allowed: time, duration, size.");
        explained(400, "workloads/none?day=2026-13-01", "day=2026-13-01 is not allowed.");
    }

    @Test
    void onlyAnOperatorOnThisSitePressesAButton() throws Exception {
        String viewer = signIn("its-viewer");
        String operator = signIn("its-operator");
        for (String button : BUTTONS) {
            assertThat(form(button, Map.of(), "Cookie", viewer, OWN[0], OWN[1]).statusCode())
                    .as("viewer: %s", button)
                    .isEqualTo(403);
            assertThat(form(button, Map.of(), "Cookie", operator).statusCode())
                    .as("no word of where from: %s", button)
                    .isEqualTo(403);
            assertThat(form(button, Map.of(), "Cookie", operator, "Sec-Fetch-Site", "cross-site")
                            .statusCode())
                    .as("another site: %s", button)
                    .isEqualTo(403);
            assertThat(form(button, Map.of(), "Cookie", operator, OWN[0], OWN[1])
                            .statusCode())
                    .as("let in, and no such thing: %s", button)
                    .isEqualTo(404);
        }
    }

    @Test
    void anEndedRunIsNotCancelled() throws Exception {
        failed("its-ended", "its.ended.data");

        HttpResponse<String> answer =
                form("runs/its-ended/cancel", Map.of(), "Cookie", signIn("its-operator"), OWN[0], OWN[1]);

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("The run has ended already.");
    }

    @Test
    void onlyAnAdminIsAskedBeforeASnapshotIsDeleted() throws Exception {
        RunRecords.succeed(journal, "its-kept", "its.kept.data", Instant.now().truncatedTo(ChronoUnit.SECONDS));
        String address = "datasets/its.kept.data/delete?snapshot=";
        String admin = SignInTokens.bearer(List.of("admin"), 5);

        assertThat(get(address + "snap-its-kept", "Authorization", SignInTokens.bearer(List.of("operator"), 5))
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<String> asked = get(address + "snap-its-kept", "Accept", "text/html", "Authorization", admin);
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(200);
        assertThat(asked.body())
                .contains("its repository is not in the policy", "/datasets/its.kept.data#snapshots")
                .doesNotContain("delete-now");
        assertThat(get(address + "none", "Accept", "text/html", "Authorization", admin)
                        .body())
                .contains("There is no verified snapshot none of this dataset.");
        assertThat(get("repositories", "Accept", "text/html", "Authorization", admin)
                        .body())
                .contains("action=\"/repositories/prune\"", "action=\"/repositories/forget\"");
    }
}
