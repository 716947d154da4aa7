package io.slackwater.backrest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.BackrestException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The configuration of Backrest: the same for the real one and the double. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BackrestConfigContract {

    static final String INSTANCE = "contract-stack";
    private static final String PASSWORD = "a password";

    private Path directory;
    ContractWorld world;
    ContractPlans plans;
    BackrestClient client;
    private ObjectNode fresh;

    abstract ContractWorld start(Path directory) throws Exception;

    @BeforeAll
    void provision(@TempDir Path directory) throws Exception {
        this.directory = directory;
        world = start(directory);
        client = world.client(PASSWORD);
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> client.config() != null);
        fresh = client.config();
        ObjectNode config = fresh.deepCopy().put("instance", INSTANCE);
        client.setConfig(config.put("modno", 0));
        plans = new ContractPlans(directory, INSTANCE);
        client.addRepo(plans.repository());
        ObjectNode withRepository = client.config();
        withRepository.set("plans", plans.all());
        client.setConfig(withRepository);
        settle();
    }

    @AfterAll
    void end() throws Exception {
        if (client != null) {
            client.close();
        }
        if (plans != null) {
            plans.close();
        }
        if (world != null) {
            world.close();
        }
    }

    /** Waits, because a write is applied a moment after its answer, without an event. */
    private void settle() {
        await().pollDelay(Duration.ofMillis(500)).until(() -> true);
    }

    @Test
    void aFreshBackrestHasNoInstanceAndRequiresNoSignIn() {
        assertThat(fresh.path("version").asInt()).isGreaterThanOrEqualTo(6);
        assertThat(fresh.has("instance")).isFalse();
        assertThat(fresh.has("modno")).isFalse();
        assertThat(fresh.path("auth").path("disabled").asBoolean()).isTrue();
        assertThat(fresh.path("sync").path("identity").path("keyId").asText()).isNotEmpty();
    }

    @Test
    void foreignEntriesSurviveARoundTrip() throws Exception {
        ObjectNode before = client.config();
        ObjectNode config = before.deepCopy();
        ((ArrayNode) config.path("repos")).add(ContractPlans.foreignRepository());
        ((ArrayNode) config.path("plans")).add(ContractPlans.foreignPlan());

        ObjectNode written = client.setConfig(config);
        ObjectNode again = client.setConfig(client.config());

        assertThat(find(written, "repos", "theirs")).isEqualTo(ContractPlans.foreignRepository());
        assertThat(find(written, "plans", "theirs")).isEqualTo(ContractPlans.foreignPlan());
        assertThat(again.path("modno").asInt()).isEqualTo(written.path("modno").asInt() + 1);
        assertThat(again.deepCopy().put("modno", 0))
                .isEqualTo(written.deepCopy().put("modno", 0));
        client.setConfig(before.deepCopy().put("modno", again.path("modno").asInt()));
        settle();
        assertThat(client.config().path("repos")).isEqualTo(before.path("repos"));
    }

    private static JsonNode find(ObjectNode config, String list, String id) {
        return config.path(list)
                .valueStream()
                .filter(one -> one.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + id + " in " + config.path(list)));
    }

    @Test
    void aRepositoryIsAddedUnderItsResticId() throws Exception {
        ObjectNode second = plans.repository().put("id", "second").put("uri", directory + "/second");
        ObjectNode wrongKey = second.deepCopy();
        wrongKey.putArray("env").add("RESTIC_PASSWORD_FILE=" + Files.writeString(directory.resolve("wrong"), "w"));
        assertThat(client.repoExists(second)).isFalse();
        int modno = client.config().path("modno").asInt();

        ObjectNode added = client.addRepo(second);

        assertThat(client.repoExists(second)).isTrue();
        assertThat(added.path("modno").asInt()).isEqualTo(modno);
        String guid = find(added, "repos", "second").path("guid").asText();
        assertThat(plans.restic(directory + "/second", "cat", "config").output())
                .contains(guid);
        assertThat(refusal(() -> client.repoExists(wrongKey)).reason()).isEqualTo(Reason.FAILED);
        settle();
    }

    @Test
    void anOutdatedModnoAndAnUnknownRepositoryAreRefused() throws Exception {
        ObjectNode config = client.config();
        ObjectNode old = config.deepCopy().put("modno", 99);
        BackrestException conflict = refusal(() -> client.setConfig(old));
        assertThat(conflict.reason()).isEqualTo(Reason.CONFIG_CHANGED);

        ((ObjectNode) config.path("plans").get(0)).put("repo", "nope");
        BackrestException invalid = refusal(() -> client.setConfig(config));
        assertThat(invalid.reason()).isEqualTo(Reason.REFUSED);
        assertThat(invalid.getMessage()).contains("repo \"nope\" not found");
        assertThat(refusal(() -> client.backup("no-such-plan")).reason()).isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void aBackrestWithAUserRequiresThePassword() throws Exception {
        ObjectNode open = client.config();
        ObjectNode closed = open.deepCopy();
        ObjectNode auth = closed.putObject("auth");
        auth.putArray("users")
                .addObject()
                .put("name", "slackwater")
                .put("passwordBcrypt", BackrestDouble.hash(PASSWORD));
        client.setConfig(closed);

        ObjectNode shown = client.config();
        assertThat(shown.path("auth")
                        .path("users")
                        .get(0)
                        .path("passwordBcrypt")
                        .asText())
                .isEqualTo("********");
        try (BackrestClient stranger = world.client("a guess")) {
            assertThat(refusal(stranger::config).reason()).isEqualTo(Reason.SIGN_IN);
        }
        client.setConfig(shown);
        try (BackrestClient later = world.client(PASSWORD)) {
            ObjectNode now = later.config();
            now.putObject("auth").put("disabled", true);
            later.setConfig(now);
        }
        settle();
    }

    static BackrestException refusal(ThrowingCallable call) {
        return Objects.requireNonNull(catchThrowableOfType(BackrestException.class, call), "it was not refused");
    }
}
