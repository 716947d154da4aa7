package io.slackwater.alert.channel;

import static io.slackwater.alert.Notice.Event.RAISED;
import static io.slackwater.alert.channel.TestNotices.single;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.policy.ChannelPolicy.Destination;
import io.slackwater.policy.ChannelPolicy.Language;
import io.slackwater.policy.ChannelPolicy.Tls;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** E-mail through a real SMTP server. */
class EmailIT {

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private static Path secrets;

    @TempDir
    private Path mails;

    @BeforeAll
    static void start() throws Exception {
        SmtpServer.certificate(secrets.resolve("good.pem"), secrets.resolve("good.key"), "localhost");
        SmtpServer.certificate(secrets.resolve("other.pem"), secrets.resolve("other.key"), "other.example.org");
        Files.writeString(secrets.resolve("smtp.password"), "s3cret\n");
        Files.writeString(secrets.resolve("wrong.password"), "hunter2");
    }

    @AfterEach
    void stop() {
        vertx.close();
    }

    private SmtpServer server(String mode, String certificate) throws IOException {
        return new SmtpServer(
                mode, secrets.resolve(certificate + ".pem"), secrets.resolve(certificate + ".key"), mails);
    }

    private Transport email(
            int port, Tls tls, Optional<String> passwordFile, Optional<String> caFile, List<String> to) {
        return new EmailTransport(
                new Destination.Email(
                        "localhost",
                        port,
                        tls,
                        passwordFile.map(file -> "backup"),
                        passwordFile,
                        caFile,
                        "slackwater@example.org",
                        to),
                secrets,
                vertx,
                TestNotices.text(Language.RU),
                Duration.ofSeconds(3));
    }

    private Transport signedIn(SmtpServer server, Tls tls, String caFile) {
        return email(
                server.port,
                tls,
                Optional.of("/secrets/smtp.password"),
                Optional.of("/secrets/" + caFile),
                List.of("ops@example.org"));
    }

    private static SendResult.Refused refused(Transport transport) throws InterruptedException {
        SendResult result = transport.send(single(RAISED, "x"));
        assertThat(result).isInstanceOf(SendResult.Refused.class);
        SendResult.Refused refused = (SendResult.Refused) result;
        assertThat(refused.reason()).doesNotContain("s3cret").doesNotContain("hunter2");
        return refused;
    }

    @Test
    void aMailIsSentWithStartTls() throws Exception {
        try (SmtpServer server = server("starttls", "good")) {
            assertThat(signedIn(server, Tls.STARTTLS, "good.pem").send(single(RAISED, "Тревога")))
                    .isEqualTo(new SendResult.Accepted());
            assertThat(server.mails())
                    .singleElement()
                    .satisfies(mail -> assertThat(mail)
                            .contains("X-To: ops@example.org")
                            .contains("From: slackwater@example.org")
                            .containsPattern("Subject: =\\?UTF-8\\?"));
        }
    }

    @Test
    void aMailIsSentWithTls() throws Exception {
        try (SmtpServer server = server("tls", "good")) {
            assertThat(signedIn(server, Tls.TLS, "good.pem").send(single(RAISED, "x")))
                    .isEqualTo(new SendResult.Accepted());
            assertThat(server.mails()).hasSize(1);
        }
    }

    @Test
    void aMailIsSentToEachReceiverWithoutEncryptionAndSignIn() throws Exception {
        try (SmtpServer server = server("none", "good")) {
            Transport plain = email(
                    server.port,
                    Tls.NONE,
                    Optional.empty(),
                    Optional.empty(),
                    List.of("ops@example.org", "boss@example.org"));
            assertThat(plain.send(TestNotices.digest(10_000))).isEqualTo(new SendResult.Accepted());
            assertThat(server.mails()).singleElement().asString().contains("X-To: ops@example.org, boss@example.org");
        }
    }

    @Test
    void aServerWithoutStartTlsGetsNoPasswordAndNoMail() throws Exception {
        try (SmtpServer server = server("starttls-missing", "good")) {
            refused(signedIn(server, Tls.STARTTLS, "good.pem"));
            assertThat(server.mails()).isEmpty();
        }
    }

    @Test
    void aCertificateOfAnUnknownAuthorityIsRefused() throws Exception {
        try (SmtpServer server = server("starttls", "good")) {
            Transport publicOnly = email(
                    server.port,
                    Tls.STARTTLS,
                    Optional.of("/secrets/smtp.password"),
                    Optional.empty(),
                    List.of("ops@example.org"));
            assertThat(refused(publicOnly).fault()).isEqualTo(Fault.CERTIFICATE);
            assertThat(refused(signedIn(server, Tls.STARTTLS, "other.pem")).fault())
                    .isEqualTo(Fault.CERTIFICATE);
            assertThat(server.mails()).isEmpty();
        }
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() throws Exception {
        try (SmtpServer starttls = server("starttls", "other");
                SmtpServer tls = server("tls", "other")) {
            assertThat(refused(signedIn(starttls, Tls.STARTTLS, "other.pem")).fault())
                    .isEqualTo(Fault.CERTIFICATE);
            assertThat(refused(signedIn(tls, Tls.TLS, "other.pem")).fault()).isEqualTo(Fault.CERTIFICATE);
            assertThat(starttls.mails()).isEmpty();
        }
    }

    @Test
    void aWrongPasswordIsTheFaultOfTheCredentials() throws Exception {
        try (SmtpServer server = server("starttls", "good")) {
            Transport wrong = email(
                    server.port,
                    Tls.STARTTLS,
                    Optional.of("/secrets/wrong.password"),
                    Optional.of("/secrets/good.pem"),
                    List.of("ops@example.org"));
            assertThat(refused(wrong).fault()).isEqualTo(Fault.CREDENTIALS);
        }
    }

    @Test
    void aMissingFileIsNamedByItsPath() throws Exception {
        Transport missing =
                email(1, Tls.STARTTLS, Optional.of("/secrets/gone"), Optional.empty(), List.of("ops@example.org"));
        assertThat(refused(missing))
                .isEqualTo(SendResult.refused(
                        Fault.SECRET_FILE, "The file /secrets/gone cannot be read: it does not exist."));
        Transport noAuthority =
                email(1, Tls.STARTTLS, Optional.empty(), Optional.of("/secrets/gone.pem"), List.of("ops@example.org"));
        assertThat(refused(noAuthority).fault()).isEqualTo(Fault.SECRET_FILE);
    }

    @Test
    void aFileOfAnotherFormIsNoCertificate() throws Exception {
        Transport odd = email(
                1, Tls.STARTTLS, Optional.empty(), Optional.of("/secrets/smtp.password"), List.of("ops@example.org"));
        assertThat(refused(odd).fault()).isEqualTo(Fault.SECRET_FILE);
    }

    @Test
    void aMailboxThatIsGoneOrBusyIsKnownByItsReply() throws Exception {
        try (SmtpServer server = server("none", "good")) {
            assertThat(refused(plain(server.port, "gone@example.org")).fault()).isEqualTo(Fault.RECEIVER);
            assertThat(refused(plain(server.port, "busy@example.org")).fault()).isEqualTo(Fault.BUSY);
        }
    }

    private Transport plain(int port, String to) {
        return email(port, Tls.NONE, Optional.empty(), Optional.empty(), List.of(to));
    }

    @Test
    void aServerThatRefusesTheConnectionIsAway() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThat(refused(plain(free, "ops@example.org")).fault()).isEqualTo(Fault.UNREACHABLE);
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void aServerThatHangsTimesOut() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            SendResult.Refused hangs = refused(plain(silent.getLocalPort(), "ops@example.org"));
            assertThat(hangs.fault()).isEqualTo(Fault.UNREACHABLE);
            assertThat(hangs.reason()).contains("did not answer within 3 s");
            assertThat(refused(email(
                                    silent.getLocalPort(),
                                    Tls.TLS,
                                    Optional.empty(),
                                    Optional.empty(),
                                    List.of("ops@example.org")))
                            .fault())
                    .isEqualTo(Fault.UNREACHABLE);
        }
    }
}
