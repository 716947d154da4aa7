package io.slackwater.alert.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {

    @TempDir
    private Path secrets;

    private String read(byte[] content) throws Exception {
        Files.write(secrets.resolve("token"), content);
        return new SecretFile(secrets, "/secrets/token").read();
    }

    private void refused(byte[] content, String reason) {
        assertThatThrownBy(() -> read(content))
                .isInstanceOf(SecretFile.Unusable.class)
                .hasMessage("The file /secrets/token " + reason)
                .hasMessageNotContaining("geheim");
    }

    @Test
    void blanksAroundTheSecretAreLeftOut() throws Exception {
        assertThat(read(" geheim\n".getBytes(StandardCharsets.UTF_8))).isEqualTo("geheim");
    }

    @Test
    void aFileThatIsNoSecretIsRefusedWithItsReason() {
        refused(new byte[] {(byte) 0xff, (byte) 0xfe}, "cannot be read: it contains no text.");
        refused("\n".getBytes(StandardCharsets.UTF_8), "must have one line, the password or token.");
        refused("geheim\nother".getBytes(StandardCharsets.UTF_8), "must have one line, the password or token.");
        refused("geheim".repeat(1000).getBytes(StandardCharsets.UTF_8), "is too long for a password or token.");
    }

    @Test
    void aDirectoryIsRefusedWithItsReason() throws Exception {
        Files.createDirectory(secrets.resolve("token"));
        assertThatThrownBy(() -> new SecretFile(secrets, "/secrets/token").read())
                .hasMessage("The file /secrets/token cannot be read: Is a directory.")
                .hasCauseInstanceOf(IOException.class);
    }
}
