package io.slackwater.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class StaticFilesTest {

    @Test
    void theVersionIsTheHashOfTheStyleSheetAndTheScript() throws Exception {
        Path resources = Path.of("src/main/resources/META-INF/resources");
        MessageDigest hash = MessageDigest.getInstance("SHA-256");
        hash.update(Files.readAllBytes(resources.resolve("slackwater.css")));
        hash.update(Files.readAllBytes(resources.resolve("slackwater.js")));

        assertThat(StaticFiles.version())
                .hasSize(12)
                .isEqualTo(HexFormat.of().formatHex(hash.digest()).substring(0, 12));
    }
}
