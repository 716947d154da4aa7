package io.slackwater.backrest.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.Provisions;
import io.slackwater.discovery.Dataset;
import io.slackwater.policy.Policy;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slackwater's repositories and plans in Backrest's format. */
class DesiredStateTest {

    private static ObjectNode plan(Dataset dataset) {
        return Objects.requireNonNull(Provisions.desired(dataset).plans().get(dataset.id()));
    }

    private static ObjectNode critical(DesiredState desired) {
        return Objects.requireNonNull(desired.repositories().get("critical"));
    }

    private static final String OWNER =
            "# Slackwater owns this plan and reverts edits of it. Its schedule and retention are in policy.yml, under plans.\n";

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    @Test
    void aStreamIsAPlanWithoutPathsThatReadsFromTheStreamEndpoint() {
        ObjectNode plan = plan(Provisions.DATABASE);
        assertThat(plan.has("paths")).isFalse();
        assertThat(plan.path("hooks")).hasSize(1);
        JsonNode start = plan.path("hooks").get(0);
        assertThat(texts(start.path("conditions"))).containsExactly("CONDITION_SNAPSHOT_START");
        assertThat(start.path("onError").asText()).isEqualTo("ON_ERROR_CANCEL");
        assertThat(command(start))
                .isEqualTo(OWNER
                        + "answer=$(curl --noproxy '*' --write-out ' (%{http_code})' --silent --show-error --connect-timeout 5"
                        + " --max-time 60 --header @/run/slackwater/stream.header"
                        + " -X POST http://slackwater:8081/internal/hooks/shop.db.app/stream)\n"
                        + "echo \"$answer\"\ncase \"$answer\" in *'(409)') exit 1 ;; esac");
        assertThat(texts(plan.path("backup_flags")))
                .containsExactly(
                        "--host=my-stack",
                        "--stdin-from-command",
                        "--stdin-filename=shop.db.app.dump",
                        "-- curl --noproxy * --fail --silent --show-error --connect-timeout 5 --speed-limit 1"
                                + " --speed-time 452 --max-time 21900 --header @/run/slackwater/stream.header"
                                + " --write-out %{onerror}%{stderr}%header{slackwater-reason}"
                                + " http://slackwater:8081/internal/streams/shop.db.app");
    }

    private static String command(JsonNode hook) {
        return hook.path("actionCommand").path("command").asText();
    }

    /** The form of Backrest 1.14 refuses other flags: "Value should be a CLI flag". */
    @Test
    void everyFlagCanBeSavedInTheFormOfBackrest() {
        Provisions.desired(Provisions.DATABASE, Provisions.FILES)
                .plans()
                .values()
                .forEach(plan -> assertThat(texts(plan.path("backup_flags")))
                        .isNotEmpty()
                        .allMatch(flag -> flag.matches("--?.*")));
    }

    @Test
    void aTreeIsAPlanWithPathsAndHooks() {
        ObjectNode plan = plan(Provisions.FILES);
        assertThat(texts(plan.path("paths"))).containsExactly("/var/lib/docker/volumes/shop_files/_data");
        String pipe = "/tmp/slackwater.my-stack.shop.files.srv-data";
        assertThat(texts(plan.path("backup_flags"))).containsExactly("--host=my-stack", "--exclude-file=" + pipe);
        assertThat(plan.path("hooks")).hasSize(2);
        JsonNode start = plan.path("hooks").get(0);
        assertThat(texts(start.path("conditions"))).containsExactly("CONDITION_SNAPSHOT_START");
        assertThat(start.path("onError").asText()).isEqualTo("ON_ERROR_FATAL");
        String call = "curl --noproxy '*' --fail-with-body --silent --show-error --connect-timeout 5 --max-time 60"
                + " --header @/run/slackwater/stream.header"
                + " -X POST http://slackwater:8081/internal/hooks/shop.files.srv-data/";
        assertThat(command(start))
                .isEqualTo(
                        OWNER + "set -e\n" + call + "start\nrm -f " + pipe + "\nmkfifo -m 600 " + pipe + "\n( { [ -p "
                                + pipe + " ] && " + call + "ready || echo ' ['; } >" + pipe + " ) >/dev/null 2>&1 &");
        JsonNode end = plan.path("hooks").get(1);
        assertThat(texts(end.path("conditions"))).containsExactly("CONDITION_SNAPSHOT_END");
        assertThat(command(end)).startsWith(OWNER + call + "end\nended=$?\n").endsWith("\nexit $ended");
    }

    @Test
    void namesFromUsersAppearInNoCommand() {
        ObjectNode plan = plan(Provisions.FILES);
        assertThat(texts(plan.path("excludes")))
                .containsExactly("/var/lib/docker/volumes/shop_files/_data/my cache; rm -rf *");
        assertThat(plan.path("hooks").toString() + plan.path("backup_flags")).doesNotContain("my cache");
    }

    @Test
    void plansHaveNoScheduleAndNoRetentionInBackrest() {
        for (ObjectNode plan : Provisions.desired(Provisions.DATABASE, Provisions.FILES)
                .plans()
                .values()) {
            assertThat(plan.path("schedule").toString()).isEqualTo("{\"disabled\":true}");
            assertThat(plan.path("retention").toString()).isEqualTo("{\"policyKeepAll\":true}");
        }
    }

    @Test
    void aRepositoryOpensByItsKeyFileAndIsMaintainedBySlackwaterAlone() {
        ObjectNode repository = critical(Provisions.desired(Provisions.DATABASE));
        assertThat(repository.toString())
                .isEqualTo("{\"id\":\"critical\",\"uri\":\"/repos/critical\","
                        + "\"env\":[\"RESTIC_PASSWORD_FILE=/secrets/keys/critical.key\"],"
                        + "\"flags\":[\"--compression=auto\"],"
                        + "\"prunePolicy\":{\"schedule\":{\"disabled\":true},\"maxUnusedPercent\":5},"
                        + "\"checkPolicy\":{\"schedule\":{\"disabled\":true}}}");
    }

    @Test
    void theEnvironmentOfARepositoryHasTheOrderOfBackrest() {
        Provisions.Known known = new Provisions.Known();
        known.environments.put("critical", Map.of("AWS_SECRET_ACCESS_KEY", "s3cret=", "ZONE", "z"));
        DesiredState desired =
                DesiredState.of(Provisions.policy(), List.of(Provisions.DATABASE), Provisions.view(), known);
        assertThat(texts(critical(desired).path("env")))
                .containsExactly(
                        "AWS_SECRET_ACCESS_KEY=s3cret=", "RESTIC_PASSWORD_FILE=/secrets/keys/critical.key", "ZONE=z");
        assertThat(desired.toString()).doesNotContain("s3cret");
    }

    @Test
    void aValueThatBackrestWouldReplaceIsAConflictAndItsPlansAreNotWritten() {
        Provisions.Known known = new Provisions.Known();
        known.environments.put("critical", Map.of("TOKEN", "a${HOME}b"));
        DesiredState desired = DesiredState.of(
                Provisions.policy(), List.of(Provisions.DATABASE, Provisions.FILES), Provisions.view(), known);
        assertThat(desired.repositories()).containsOnlyKeys("system");
        assertThat(desired.plans()).containsOnlyKeys("shop.files.srv-data");
        assertThat(desired.held()).containsExactly("shop.db.app");
        assertThat(desired.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.subject()).isEqualTo(BackrestSubject.repository("critical"));
            assertThat(problem.what()).contains("TOKEN").contains("${").doesNotContain("HOME");
        });
    }

    @Test
    void onlyRepositoriesInUseAreDesired() {
        assertThat(Provisions.desired(Provisions.DATABASE).repositories())
                .as("system was used before, models never")
                .containsOnlyKeys("critical", "system");
    }

    @Test
    void theCompressionIsThatOfThePolicy() {
        Policy policy = Provisions.policy("my-stack", ", compression: max");
        DesiredState desired =
                DesiredState.of(policy, List.of(Provisions.DATABASE), Provisions.view(), new Provisions.Known());
        assertThat(texts(critical(desired).path("flags"))).containsExactly("--compression=max");
    }

    @ParameterizedTest
    @ValueSource(strings = {"My-Db", "a b", "x;reboot", "$(id)", "", "-x"})
    void anIdOfAnotherFormIsInNoPlan(String id) {
        DesiredState desired = Provisions.desired(Provisions.stream(id, "dump"));
        assertThat(desired.plans()).isEmpty();
        assertThat(desired.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("'" + id + "'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a'b", "#x", "$HOME"})
    void aFormatWithShellCharactersIsRefused(String name) {
        DesiredState desired = Provisions.desired(Provisions.stream("shop.db.app", name));
        assertThat(desired.plans()).isEmpty();
        assertThat(desired.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/run/stream header", "/run/$X", "run/stream.header", "/run/a'b", "/run/a;b"})
    void aHeaderFileWithShellCharactersIsRefused(String path) {
        assertThatThrownBy(() ->
                        new BackrestView(URI.create("http://slackwater:8081"), Path.of(path), Path.of("/secrets/keys")))
                .hasMessageContaining(path)
                .hasMessageContaining("absolute path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://slackwater:8081/x", "ftp://slackwater", "http://a:b@slackwater"})
    void anEndpointWithShellCharactersIsRefused(String address) {
        assertThatThrownBy(() ->
                        new BackrestView(URI.create(address), Path.of("/run/stream.header"), Path.of("/secrets/keys")))
                .hasMessageContaining(address);
    }
}
