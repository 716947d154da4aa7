package io.slackwater.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneId;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyFileTest {

    @TempDir
    Path dir;

    private Path file() {
        return dir.resolve("policy.yml");
    }

    @Test
    void aFileIsReadInTheTimeZoneOfTheSystem() throws IOException {
        Files.writeString(file(), "instance: my-stack\n");
        assertThat(PolicyFile.load(file()).instance()).isEqualTo("my-stack");
        assertThat(PolicyFile.load(file()).timezone()).isEqualTo(ZoneId.systemDefault());
    }

    @Test
    void aProblemNamesTheGivenPath() throws IOException {
        Files.writeString(file(), "instance: my-stack\nplanz: {}\n");
        assertThatThrownBy(() -> PolicyFile.load(file())).hasMessageStartingWith(file() + ":2:1: planz: unknown key");
    }

    @Test
    void aMissingFileIsReportedWithItsRemedy() {
        assertThatThrownBy(() -> PolicyFile.load(file()))
                .isInstanceOf(PolicyException.class)
                .hasMessageStartingWith(
                        file() + ": the policy file does not exist; create it with at least `instance: my-stack`");
    }

    @Test
    void aDirectoryInPlaceOfTheFileIsExplained() throws IOException {
        Files.createDirectory(file());
        assertThatThrownBy(() -> PolicyFile.load(file()))
                .hasMessageContaining("cannot be read")
                .hasMessageContaining("Is a directory");
    }

    @Test
    void anUnreadableFileIsReported() throws IOException {
        Files.createSymbolicLink(file(), file());
        assertThatThrownBy(() -> PolicyFile.load(file()))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("cannot be read")
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void aFileWithoutReadPermissionIsReported() throws IOException {
        Files.writeString(file(), "instance: x");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("---------"));
        Assumptions.assumeFalse(Files.isReadable(file()), "root reads everything");
        assertThatThrownBy(() -> PolicyFile.load(file())).hasMessageContaining("cannot be read");
    }

    @Test
    void aHugeFileIsRefused() throws IOException {
        Files.writeString(file(), "instance: x\n#" + "#".repeat(2 << 20));
        assertThatThrownBy(() -> PolicyFile.load(file())).hasMessageContaining("larger than 1 MiB");
    }
}
