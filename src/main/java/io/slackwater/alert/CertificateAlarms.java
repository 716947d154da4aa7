package io.slackwater.alert;

import io.slackwater.health.Words;
import io.slackwater.host.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** For {@link AlarmSource#CERTIFICATE}: the certificate of Nginx expires soon, has expired or cannot be read. */
public final class CertificateAlarms {

    private enum Cause {
        EXPIRES,
        EXPIRED,
        UNREADABLE
    }

    private static final Duration SOON = Duration.ofDays(14);
    private static final String SUBJECT = "nginx";
    private static final String REMEDY =
            "Renew the certificate, then scripts/backrest-setup.sh --cert FULLCHAIN --key KEY, and docker compose kill -s HUP nginx."
                    + " For another self-signed certificate: move secrets/tls/fullchain.pem and privkey.pem away, then"
                    + " scripts/backrest-setup.sh.";

    private CertificateAlarms() {}

    /** @param certificate empty when there is no file, because another proxy has the certificate */
    public static List<Alarm> of(Optional<Certificate> certificate, Instant now) {
        return certificate.flatMap(one -> alarm(one, now)).stream().toList();
    }

    private static Optional<Alarm> alarm(Certificate certificate, Instant now) {
        if (certificate.expires().isEmpty()) {
            return Optional.of(AlarmSource.CERTIFICATE
                    .warning(
                            SUBJECT,
                            "The certificate of Nginx cannot be read",
                            "%s holds no valid certificate. Nginx does not start with it."
                                    .formatted(certificate.file()),
                            REMEDY)
                    .because(List.of(Cause.UNREADABLE)));
        }
        Instant end = certificate.expires().get();
        if (!now.isBefore(end)) {
            return Optional.of(AlarmSource.CERTIFICATE
                    .critical(
                            SUBJECT,
                            "The certificate of Nginx has expired",
                            "It was valid until %s. Browsers refuse the page, and programs refuse the API."
                                    .formatted(Words.time(end)),
                            REMEDY)
                    .because(List.of(Cause.EXPIRED)));
        }
        return now.plus(SOON).isBefore(end)
                ? Optional.empty()
                : Optional.of(AlarmSource.CERTIFICATE
                        .warning(
                                SUBJECT,
                                "The certificate of Nginx expires soon",
                                "It is valid until %s.".formatted(Words.time(end)),
                                REMEDY)
                        .because(List.of(Cause.EXPIRES)));
    }
}
