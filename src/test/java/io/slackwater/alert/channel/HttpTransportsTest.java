package io.slackwater.alert.channel;

import static io.slackwater.alert.Notice.Event.RAISED;
import static io.slackwater.alert.Notice.Event.RECOVERED;
import static io.slackwater.alert.channel.TestNotices.single;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The channels that speak HTTP, with the recorded answers of their receivers. */
class HttpTransportsTest {

    private static final String TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz_01234";

    @TempDir
    private Path secrets;

    private Receiver receiver;
    private final HttpCall http = new HttpCall(Duration.ofSeconds(1));
    private final HttpSender sender = new HttpSender(http);

    @BeforeEach
    void start() throws IOException {
        receiver = new Receiver();
        Files.writeString(secrets.resolve("telegram.token"), TOKEN + "\n");
        Files.writeString(secrets.resolve("ntfy.token"), "tk_s3cret");
    }

    @AfterEach
    void stop() {
        http.close();
        receiver.close();
    }

    private Transport webhook() {
        return new WebhookTransport(receiver.uri("/hook/s3cret?x=1"), sender, TestNotices.TEXT);
    }

    private Transport telegram() {
        return new TelegramTransport(
                receiver.uri("/"),
                new SecretFile(secrets, "/secrets/telegram.token"),
                "-1001",
                sender,
                TestNotices.TEXT);
    }

    private Transport chat() {
        return new ChatTransport(receiver.uri("/services/s3cret"), sender, TestNotices.TEXT);
    }

    private Transport ntfy(Optional<String> token) {
        return new NtfyTransport(
                receiver.uri("/sub/my-topic"),
                token.map(path -> new SecretFile(secrets, path)),
                sender,
                TestNotices.TEXT);
    }

    private SendResult.Refused refused(Transport transport) throws InterruptedException {
        SendResult result = transport.send(single(RAISED, "x"));
        assertThat(result).isInstanceOf(SendResult.Refused.class);
        SendResult.Refused refused = (SendResult.Refused) result;
        assertThat(refused.reason()).doesNotContain("s3cret").doesNotContain(TOKEN);
        return refused;
    }

    @Test
    void aNoticeIsJsonWithAllItsFields() throws Exception {
        assertThat(webhook().send(single(RAISED, "Title \"quoted\""))).isInstanceOf(SendResult.Accepted.class);
        assertThat(receiver.requests).containsExactly("POST /hook/s3cret?x=1");
        JsonNode body = receiver.bodies.getFirst();
        assertThat(body.get("version").asInt()).isEqualTo(1);
        assertThat(body.get("instance").asText()).isEqualTo("my-stack");
        assertThat(body.get("event").asText()).isEqualTo("raised");
        assertThat(body.get("key").asText()).isEqualTo("stale:Title \"quoted\"");
        assertThat(body.get("severity").asText()).isEqualTo("critical");
        assertThat(body.get("detail").asText()).isEqualTo("Detail ü\n2.");
        assertThat(body.get("remedy").asText()).isEqualTo("Remedy.");
        assertThat(body.get("since").asText()).isEqualTo("2026-06-01T00:00:00Z");
        assertThat(body.get("at").asText()).isEqualTo("2026-06-01T00:00:05Z");
        assertThat(body.get("text").asText()).isEqualTo("[critical] my-stack: Title \"quoted\". Detail ü\n2. Remedy.");
    }

    @Test
    void aRecoveryIsSent() throws Exception {
        webhook().send(single(RECOVERED, "x"));
        assertThat(receiver.bodies.getFirst().get("event").asText()).isEqualTo("recovered");
        assertThat(receiver.bodies.getFirst().get("text").asText()).isEqualTo("[over] my-stack: x");
    }

    @Test
    void aDigestForAProgramHasCountsAndTheFirstAlarms() throws Exception {
        webhook().send(TestNotices.digest(300));
        JsonNode body = receiver.bodies.getFirst();
        assertThat(body.get("event").asText()).isEqualTo("digest");
        assertThat(body.get("raised").asInt()).isEqualTo(300);
        assertThat(body.get("recovered").asInt()).isZero();
        assertThat(body.get("alarms")).hasSize(100);
        assertThat(body.get("text").asText())
                .contains("New: 300")
                .contains("Dataset 9 ")
                .doesNotContain("Dataset 10 ");
    }

    /**
     * An answer as the documentation or a user of the receiver recorded it.
     *
     * @param fault why the receiver did not accept the message; empty when it did
     * @param waits the seconds that the receiver asks to wait; 0 when it does not ask
     * @param says what the reason for the user contains
     */
    record Recorded(
            String receiver,
            String name,
            String source,
            int status,
            String retryAfter,
            String body,
            String fault,
            int waits,
            String says) {

        @Override
        public String toString() {
            return receiver + " " + status + ", " + name;
        }
    }

    static Recorded[] recorded() throws IOException {
        return new ObjectMapper()
                .readValue(Path.of("src/test/resources/channel-answers.json").toFile(), Recorded[].class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recorded")
    void aRecordedAnswerHasItsFaultAndItsWait(Recorded answer) throws Exception {
        Transport transport = switch (answer.receiver()) {
            case "telegram" -> telegram();
            case "ntfy" -> ntfy(Optional.of("/secrets/ntfy.token"));
            default -> chat();
        };
        receiver.then(answer.status(), answer.body(), answer.retryAfter());
        if (answer.fault().isEmpty()) {
            assertThat(transport.send(single(RAISED, "x"))).isInstanceOf(SendResult.Accepted.class);
            return;
        }
        SendResult.Refused refused = refused(transport);
        assertThat(refused.fault()).isEqualTo(Fault.valueOf(answer.fault()));
        assertThat(refused.retryAfter())
                .isEqualTo(Optional.of(Duration.ofSeconds(answer.waits())).filter(Duration::isPositive));
        assertThat(refused.reason()).contains("answered " + answer.status(), answer.says());
    }

    @Test
    void aSilentReceiverAndAnEndlessAnswerTimeOut() throws Exception {
        receiver.then(Receiver.SILENT, Receiver.ENDLESS);
        assertThat(refused(webhook()).fault()).isEqualTo(Fault.UNREACHABLE);
        assertThat(refused(webhook()).reason()).contains("did not answer within");
    }

    @Test
    void anAddressThatIsNoWebAddressIsTheFaultOfThePolicy() throws Exception {
        Transport ftp = new WebhookTransport(URI.create("ftp://somewhere/s3cret"), sender, TestNotices.TEXT);
        assertThat(refused(ftp).fault()).isEqualTo(Fault.RECEIVER);
    }

    @Test
    void anErrorOfAReceiverIsKnownByItsStatus() throws Exception {
        receiver.then(500, 401, 403, 404, 410, 400, 302);
        for (Fault fault : new Fault[] {
            Fault.UNREACHABLE,
            Fault.CREDENTIALS,
            Fault.CREDENTIALS,
            Fault.RECEIVER,
            Fault.RECEIVER,
            Fault.MESSAGE,
            Fault.UNREACHABLE
        }) {
            assertThat(refused(webhook()).fault()).isEqualTo(fault);
        }
    }

    @Test
    void aNameFromOutsideNeitherCallsAChatNorMakesALink() throws Exception {
        chat().send(single(RAISED, "<!channel> <https://evil|click> @everyone a & b"));
        assertThat(receiver.bodies.getFirst().get("text").asText())
                .contains("&lt;!channel&gt; &lt;https://evil|click&gt; @\u200beveryone a &amp; b")
                .contains("What to do:\nRemedy.");
    }

    @Test
    void ntfyGetsATitleATopicAndAPriority() throws Exception {
        assertThat(ntfy(Optional.of("/secrets/ntfy.token")).send(single(RAISED, "Тревога")))
                .isInstanceOf(SendResult.Accepted.class);
        assertThat(receiver.requests).containsExactly("POST /sub/");
        assertThat(receiver.authorizations).containsExactly("Bearer tk_s3cret");
        JsonNode body = receiver.bodies.getFirst();
        assertThat(body.get("topic").asText()).isEqualTo("my-topic");
        assertThat(body.get("title").asText()).isEqualTo("[critical] my-stack: Тревога");
        assertThat(body.get("priority").asInt()).isEqualTo(5);
        ntfy(Optional.empty()).send(single(RECOVERED, "x"));
        assertThat(receiver.authorizations.getLast()).isEqualTo("null");
        assertThat(receiver.bodies.getLast().get("priority").asInt()).isEqualTo(2);
    }

    @Test
    void aMissingSecretIsNamedByItsPath() throws Exception {
        SendResult.Refused missing = refused(ntfy(Optional.of("/secrets/gone.token")));
        assertThat(missing.fault()).isEqualTo(Fault.SECRET_FILE);
        assertThat(missing.reason()).isEqualTo("The file /secrets/gone.token cannot be read: it does not exist.");
        assertThat(receiver.requests).isEmpty();
    }

    @Test
    void telegramGetsPlainTextOfAtMostItsLength() throws Exception {
        assertThat(telegram().send(single(RAISED, "*_[x](http://evil)"))).isInstanceOf(SendResult.Accepted.class);
        assertThat(receiver.requests).containsExactly("POST /bot" + TOKEN + "/sendMessage");
        JsonNode body = receiver.bodies.getFirst();
        assertThat(body.get("chat_id").asText()).isEqualTo("-1001");
        assertThat(body.get("text").asText()).startsWith("[critical] my-stack: *_[x](http://evil)\n\nDetail ü\n2.");
        assertThat(body.has("parse_mode")).isFalse();
        telegram().send(single(RAISED, "\u0000" + "ж".repeat(9000)));
        assertThat(receiver.bodies.getLast().get("text").asText()).hasSizeLessThanOrEqualTo(4096);
    }

    @Test
    void aProxyInFrontOfTelegramAnswersWithAPage() throws Exception {
        receiver.then(502, "<html>Bad gateway</html>", "");
        assertThat(refused(telegram()).fault()).isEqualTo(Fault.UNREACHABLE);
    }

    @Test
    void aFileWithoutATokenOfABotIsNotSent() throws Exception {
        Files.writeString(secrets.resolve("telegram.token"), "s3cret/../x");
        assertThat(refused(telegram()).fault()).isEqualTo(Fault.SECRET_FILE);
        assertThat(receiver.requests).isEmpty();
    }
}
