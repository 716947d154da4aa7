package io.slackwater.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.host.Certificate;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateAlarmsTest {

    private static final Instant NOW = Instant.parse("2026-06-15T00:00:00Z");
    private static final Path FILE = Path.of("/secrets/tls/fullchain.pem");

    private static List<Alarm> alarms(Duration left) {
        return CertificateAlarms.of(Optional.of(new Certificate(FILE, Optional.of(NOW.plus(left)))), NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "PT336H, WARNING, EXPIRES, The certificate of Nginx expires soon",
        "PT1S, WARNING, EXPIRES, The certificate of Nginx expires soon",
        "PT0S, CRITICAL, EXPIRED, The certificate of Nginx has expired",
        "PT-48H, CRITICAL, EXPIRED, The certificate of Nginx has expired"
    })
    void aCertificateRaisesAnAlarmFourteenDaysBeforeItsEnd(
            Duration left, Alarm.Severity severity, String cause, String title) {
        assertThat(alarms(left)).singleElement().satisfies(alarm -> {
            assertThat(alarm.key()).isEqualTo("certificate:nginx");
            assertThat(alarm.severity()).isEqualTo(severity);
            assertThat(alarm.cause()).isEqualTo(cause);
            assertThat(alarm.title()).isEqualTo(title);
            assertThat(alarm.detail()).contains("valid until " + NOW.plus(left).toString());
            assertThat(alarm.remedy()).contains("--cert FULLCHAIN --key KEY", "kill -s HUP nginx");
        });
    }

    @Test
    void aCertificateWithMoreThanFourteenDaysRaisesNoAlarm() {
        assertThat(alarms(Duration.ofDays(14).plusSeconds(1))).isEmpty();
    }

    @Test
    void aStackWithoutACertificateRaisesNoAlarm() {
        assertThat(CertificateAlarms.of(Optional.empty(), NOW)).isEmpty();
    }

    @Test
    void aFileWithoutACertificateRaisesAnAlarm() {
        assertThat(CertificateAlarms.of(Optional.of(new Certificate(FILE, Optional.empty())), NOW))
                .singleElement()
                .satisfies(alarm -> {
                    assertThat(alarm.cause()).isEqualTo("UNREADABLE");
                    assertThat(alarm.detail()).startsWith(FILE.toString());
                });
    }
}
