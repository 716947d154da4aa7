package io.slackwater.backrest.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.Replay;
import io.slackwater.backrest.client.BackrestException.Reason;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.io.function.IOSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sign-in to Backrest, and Backrest's error answers. */
class BackrestClientTest {

    private static final Replay.Answer CONFIG = new Replay.Answer(200, "{\"version\":6}");
    private static final Replay.Answer NO_TOKEN = new Replay.Answer(401, "Unauthorized (No Authorization Header)\n");

    @TempDir
    Path directory;

    @Test
    void aBackrestWithoutSignInIsNeverSentThePassword() throws Exception {
        try (Replay replay = new Replay(CONFIG);
                BackrestClient client = replay.client()) {
            client.config();

            assertThat(replay.asked()).extracting(Replay.RequestChecks::path).containsExactly("/v1.Backrest/GetConfig");
        }
    }

    @Test
    void theFirstRefusedCallSignsInAndKeepsTheToken() throws Exception {
        try (Replay replay = new Replay(NO_TOKEN, token("one"), CONFIG, CONFIG);
                BackrestClient client = replay.client()) {
            client.config();
            client.config();

            assertThat(replay.asked())
                    .extracting(asked -> asked.path() + " " + asked.authorization())
                    .containsExactly(
                            "/v1.Backrest/GetConfig ",
                            "/v1.Authentication/Login ",
                            "/v1.Backrest/GetConfig Bearer one",
                            "/v1.Backrest/GetConfig Bearer one");
            assertThat(replay.asked().get(1).body().toString())
                    .isEqualTo("{\"username\":\"slackwater\",\"password\":\"secret\"}");
        }
    }

    @Test
    void aRefusedTokenIsReplaced() throws Exception {
        try (Replay replay = new Replay(
                        NO_TOKEN,
                        token("one"),
                        CONFIG,
                        new Replay.Answer(401, "Unauthorized (Bad Token)\n"),
                        token("two"),
                        CONFIG);
                BackrestClient client = replay.client()) {
            client.config();
            client.config();

            assertThat(replay.asked().getLast().authorization()).isEqualTo("Bearer two");
        }
    }

    @Test
    void aWrongPasswordIsSentOnceAndNeverShown() throws Exception {
        try (Replay replay = new Replay(
                        NO_TOKEN,
                        new Replay.Answer(401, "{\"code\":\"unauthenticated\",\"message\":\"invalid password\"}"));
                BackrestClient client = replay.client()) {
            BackrestException refusal = catchThrowableOfType(BackrestException.class, client::config);

            assertThat(refusal.reason()).isEqualTo(Reason.SIGN_IN);
            assertThat(refusal.canPassByItself()).isFalse();
            assertThat(refusal).hasMessageContaining("the user does not exist").hasMessageNotContaining("secret");
            assertThat(replay.asked()).hasSize(2);
        }
    }

    @Test
    void thePasswordFileIsReadForEverySignIn() throws Exception {
        Path file = directory.resolve("password");
        IOSupplier<String> password = BackrestAccess.passwordIn(file);
        assertThatThrownBy(password::get).isInstanceOf(IOException.class);
        Files.writeString(file, "");
        assertThat(password.get()).isEmpty();
        Files.writeString(file, "one\nmore\n");
        assertThat(password.get()).isEqualTo("one");
        Files.writeString(file, "two\n");
        assertThat(password.get()).isEqualTo("two");
    }

    @Test
    void anAddressWithAPasswordOrWithoutAHostIsRefused() {
        for (String bad : new String[] {"http://a:b@backrest:9898", "backrest:9898", "ftp://backrest", "http:/x"}) {
            assertThatThrownBy(() -> BackrestAccess.of(URI.create(bad), "u", directory))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("a:b");
        }
    }

    @Test
    void theAddressMayHaveAPath() {
        assertThat(BackrestAccess.of(URI.create("http://h:1/backrest/"), "u", directory)
                        .method("Backrest", "GetConfig"))
                .isEqualTo(URI.create("http://h:1/backrest/v1.Backrest/GetConfig"));
    }

    @Test
    void aRefusedConnectionIsTransient() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        try (BackrestClient client = client("http://127.0.0.1:" + free)) {
            BackrestException refusal = catchThrowableOfType(BackrestException.class, client::config);

            assertThat(refusal.reason()).isEqualTo(Reason.UNREACHABLE);
            assertThat(refusal.canPassByItself()).isTrue();
            assertThat(refusal).hasMessageContaining("127.0.0.1:" + free).hasMessageContaining("cannot be reached");
        }
    }

    @Test
    void aSilentServerTimesOut() throws Exception {
        try (ServerSocket silent = new ServerSocket(0);
                BackrestClient client = client("http://127.0.0.1:" + silent.getLocalPort())) {
            BackrestException refusal = catchThrowableOfType(BackrestException.class, client::config);

            assertThat(refusal.reason()).isEqualTo(Reason.TIMEOUT);
            assertThat(refusal.canPassByItself()).isTrue();
        }
    }

    @Test
    void aWaitingBackupCallCanBeInterrupted() throws Exception {
        try (ServerSocket silent = new ServerSocket(0);
                BackrestClient client = client("http://127.0.0.1:" + silent.getLocalPort())) {
            AtomicReference<Throwable> end = new AtomicReference<>();
            Thread waiting = Thread.ofVirtual().start(() -> {
                try {
                    client.backup("plan");
                } catch (BackrestException | InterruptedException e) {
                    end.set(e);
                }
            });
            try (Socket submitted = silent.accept()) {
                waiting.interrupt();

                assertThat(waiting.join(Duration.ofSeconds(10))).isTrue();
                assertThat(end.get()).isInstanceOf(InterruptedException.class);
                assertThat(submitted.isConnected()).isTrue();
            }
        }
    }

    @Test
    void aMissingMethodAndAnotherProgramAreIncompatible() throws Exception {
        Replay.Answer notFound = new Replay.Answer(404, "404 page not found\n");
        try (Replay replay = new Replay(notFound, new Replay.Answer(200, "<html>"));
                BackrestClient client = replay.client()) {
            BackrestException tooOld = catchThrowableOfType(BackrestException.class, () -> client.indexSnapshots("r"));
            assertThat(tooOld.reason()).isEqualTo(Reason.INCOMPATIBLE);
            assertThat(tooOld).as("the conflict adds the remedy").hasMessageContaining("DoRepoTask (status 404)");
            assertThat(catchThrowableOfType(BackrestException.class, client::config)
                            .reason())
                    .isEqualTo(Reason.INCOMPATIBLE);
        }
    }

    @Test
    void anOldConfigurationFormatIsTooOld() throws Exception {
        try (Replay replay = new Replay(new Replay.Answer(200, "{\"version\":3}"));
                BackrestClient client = replay.client()) {
            BackrestException refusal = catchThrowableOfType(BackrestException.class, client::config);

            assertThat(refusal.reason()).isEqualTo(Reason.INCOMPATIBLE);
            assertThat(refusal).hasMessageContaining("format 3").hasMessageContaining("too old");
        }
    }

    @Test
    void foreignFieldsAndNumbersSurviveTheRoundTrip() throws Exception {
        String foreign = "{\"version\":9,\"modno\":3,\"sync\":{\"identity\":{\"keyId\":\"k\"},\"new\":[1.50,"
                + "12345678901234567890,0.1,{\"big\":\"9007199254740993\"}]},\"repos\":[{\"id\":\"theirs\","
                + "\"guid\":\"g\",\"password\":\"********\",\"unknown\":{\"a\":null}}],\"later\":{\"é\":\"\\u0000\"}}";
        try (Replay replay = new Replay(new Replay.Answer(200, foreign), new Replay.Answer(200, foreign));
                BackrestClient client = replay.client()) {
            ObjectNode config = client.config();
            client.setConfig(config);

            assertThat(config.toString()).isEqualTo(foreign);
            assertThat(replay.asked().getLast().body()).isEqualTo(new ObjectMapper().readTree(foreign));
        }
    }

    @Test
    void statesOfANewerBackrestAreUnknownAndNoSuccess() throws Exception {
        String answer =
                "{\"operations\":[{\"id\":\"1\",\"status\":\"STATUS_NEW\",\"operationNew\":{}},{\"id\":\"2\"}]}";
        try (Replay replay = new Replay(new Replay.Answer(200, answer));
                BackrestClient client = replay.client()) {
            assertThat(client.operations(OperationQuery.all()))
                    .allMatch(operation -> operation.status() == OperationStatus.UNKNOWN)
                    .allMatch(operation -> operation.kind() == OperationKind.OTHER)
                    .noneMatch(operation -> operation.status().ended());
        }
    }

    @Test
    void operationsAreSelectedByTheFieldsOfBackrest() throws Exception {
        try (Replay replay = new Replay(new Replay.Answer(200, "{}"), new Replay.Answer(200, "{}"));
                BackrestClient client = replay.client()) {
            client.operations(OperationQuery.ofRepository("guid").last(3));
            client.operations(OperationQuery.ofId("17"));

            assertThat(replay.asked())
                    .extracting(asked -> asked.body().toString())
                    .containsExactly(
                            "{\"selector\":{\"repoGuid\":\"guid\"},\"lastN\":\"3\"}",
                            "{\"selector\":{\"ids\":[\"17\"]}}");
        }
    }

    private BackrestClient client(String address) {
        return new BackrestClient(new BackrestAccess(
                URI.create(address),
                "slackwater",
                () -> "secret",
                Duration.ofSeconds(2),
                Duration.ofMillis(500),
                Duration.ofMillis(500)));
    }

    private static Replay.Answer token(String token) {
        return new Replay.Answer(200, "{\"token\":\"" + token + "\"}");
    }
}
