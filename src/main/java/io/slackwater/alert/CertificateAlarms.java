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
                            AlarmText.of("title.certificate.unreadable"),
                            "%s holds no valid certificate. Nginx does not start with it."
                                    .formatted(certificate.file()),
                            AlarmText.of("remedy.certificate"))
                    .because(List.of(Cause.UNREADABLE)));
        }
        Instant end = certificate.expires().get();
        if (!now.isBefore(end)) {
            return Optional.of(AlarmSource.CERTIFICATE
                    .critical(
                            SUBJECT,
                            AlarmText.of("title.certificate.expired"),
                            "It was valid until %s. Browsers refuse the page, and programs refuse the API."
                                    .formatted(Words.time(end)),
                            AlarmText.of("remedy.certificate"))
                    .because(List.of(Cause.EXPIRED)));
        }
        return now.plus(SOON).isBefore(end)
                ? Optional.empty()
                : Optional.of(AlarmSource.CERTIFICATE
                        .warning(
                                SUBJECT,
                                AlarmText.of("title.certificate.expires"),
                                "It is valid until %s.".formatted(Words.time(end)),
                                AlarmText.of("remedy.certificate"))
                        .because(List.of(Cause.EXPIRES)));
    }
}
