package io.slackwater.alert.channel;

import io.slackwater.policy.ChannelPolicy.Destination;
import io.slackwater.policy.ChannelPolicy.Tls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Sends e-mail. Each message has a connection of its own. A server without the configured encryption gets no message and
 * no password.
 *
 * @param timeout the longest time of one message, from the connection to the server's last answer
 */
record EmailTransport(Destination.Email email, Path secrets, Vertx vertx, MessageText text, Duration timeout)
        implements Transport {

    private static final int LONGEST_SUBJECT = 180;

    @Override
    public SendResult send(Message message) throws InterruptedException {
        MailClient client;
        try {
            client = MailClient.create(vertx, config());
        } catch (SecretFile.Unusable e) {
            return e.result();
        }
        try {
            client.sendMail(mail(message))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new SendResult.Accepted();
        } catch (TimeoutException e) {
            return SendResult.refused(
                    Fault.UNREACHABLE, "%s did not answer within %d s".formatted(server(), timeout.toSeconds()));
        } catch (ExecutionException e) {
            return refused(e);
        } finally {
            // A hanging connection would stay open. Its end is of no interest.
            Future<Void> closed = client.close();
            closed.onFailure(failure -> {});
        }
    }

    private MailMessage mail(Message message) {
        return new MailMessage()
                .setFrom(email.from())
                .setTo(email.to())
                .setSubject(PlainText.cut(text.title(message), LONGEST_SUBJECT))
                .setText(PlainText.printable(text.body(message)) + "\n");
    }

    private MailConfig config() throws SecretFile.Unusable {
        MailConfig config = new MailConfig()
                .setHostname(email.host())
                .setPort(email.port())
                .setKeepAlive(false)
                .setMaxPoolSize(1);
        config.setConnectTimeout((int) timeout.toMillis());
        switch (email.tls()) {
            case STARTTLS -> config.setStarttls(StartTLSOptions.REQUIRED).setHostnameVerificationAlgorithm("HTTPS");
            case TLS ->
                config.setSsl(true).setStarttls(StartTLSOptions.DISABLED).setHostnameVerificationAlgorithm("HTTPS");
            case NONE -> config.setStarttls(StartTLSOptions.DISABLED);
        }
        if (email.user().isPresent() && email.passwordFile().isPresent()) {
            config.setLogin(LoginOption.REQUIRED)
                    .setUsername(email.user().get())
                    .setPassword(new SecretFile(secrets, email.passwordFile().get()).read());
        } else {
            config.setLogin(LoginOption.DISABLED);
        }
        if (email.tls() != Tls.NONE) {
            config.setTrustOptions(TrustOptions.wrap(trust()));
        }
        return config;
    }

    private ServerTrust trust() throws SecretFile.Unusable {
        try {
            return ServerTrust.of(email.caFile().map(path -> new SecretFile(secrets, path).file()));
        } catch (IOException | GeneralSecurityException e) {
            throw new SecretFile.Unusable(
                    "The file %s cannot be read, or has no certificate."
                            .formatted(email.caFile().orElse("of the public authorities")),
                    e);
        }
    }

    private SendResult refused(ExecutionException failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            switch (t) {
                case CertificateException _, SSLException _ -> {
                    return SendResult.refused(
                            Fault.CERTIFICATE, "the encryption with %s failed: %s".formatted(server(), said(t)));
                }
                case SMTPException smtp -> {
                    return SendResult.refused(
                            fault(smtp.getReplyCode()), "%s answered: %s".formatted(server(), said(smtp)));
                }
                default -> {}
            }
        }
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return SendResult.refused(Fault.UNREACHABLE, "%s could not be used: %s".formatted(server(), said(cause)));
    }

    /** Tells by the reply's number (RFC 5321, RFC 4954). */
    private static Fault fault(int reply) {
        return switch (reply) {
            case 530, 534, 535, 538 -> Fault.CREDENTIALS;
            case 550, 551, 553, 554, 556 -> Fault.RECEIVER;
            default -> reply / 100 == 4 ? Fault.BUSY : Fault.MESSAGE;
        };
    }

    private static String said(Throwable failure) {
        return PlainText.cut(
                PlainText.printable(String.valueOf(failure.getMessage()))
                        .replaceAll("\\s+", " ")
                        .strip(),
                200);
    }

    private String server() {
        return email.host() + ":" + email.port();
    }
}
