package io.slackwater.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFileTest {

    @TempDir
    private Path directory;

    private Path made(String name, int days) throws Exception {
        Path file = directory.resolve(name);
        TestCertificates.write(file, days);
        return file;
    }

    @Test
    void theFirstCertificateOfTheChainIsTheServers() throws Exception {
        Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Path server = made("server.pem", 9);
        Path chain = made("chain.pem", 3650);
        Path file = directory.resolve("fullchain.pem");
        Files.writeString(file, "a note before it\n" + Files.readString(server) + Files.readString(chain));

        Certificate certificate = new CertificateFile(file).read().orElseThrow();

        assertThat(certificate.file()).isEqualTo(file);
        assertThat(certificate.expires().orElseThrow().minus(Duration.ofDays(9)))
                .isBetween(before, Instant.now());
    }

    @Test
    void aFileThatIsMissingIsNoCertificate() {
        assertThat(new CertificateFile(directory.resolve("fullchain.pem")).read())
                .isEmpty();
    }

    @Test
    void aFileWithoutACertificateHasNoEnd() throws IOException {
        Path file = directory.resolve("fullchain.pem");
        for (String text : new String[] {"", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n"}) {
            Files.writeString(file, text);
            assertThat(new CertificateFile(file).read()).as(text).contains(new Certificate(file, Optional.empty()));
        }
    }
}
