package io.slackwater.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The header file for dumps of the embedded restic, and edits of it by users. */
class HeaderFileTest {

    @TempDir
    Path directory;

    private HeaderFile header;
    private String line;

    @BeforeEach
    void make() {
        header = new HeaderFile(directory.resolve("data/stream.header"), false);
        line = "Authorization: Bearer " + header.token() + "\n";
    }

    @Test
    void aLostHeaderFileIsCreatedAgainForItsOwnerOnly() throws IOException {
        for (int i = 0; i < 2; i++) {
            assertThat(header.file()).hasContent(line);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(header.file())))
                    .isEqualTo("rw-------");
            Files.delete(directory.resolve("data/stream.header"));
        }
        Files.delete(directory.resolve("data"));
        assertThat(header.file()).hasContent(line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "Authorization: Bearer of-the-process-before\n", "\u0000\u00ff"})
    void aChangedHeaderFileIsReplaced(String other) throws IOException {
        Files.writeString(header.file(), other);
        assertThat(header.file()).hasContent(line);
    }

    @Test
    void aCorrectHeaderFileIsKept() throws IOException {
        Object first = inode(header.file());
        assertThat(inode(header.file())).isEqualTo(first);
    }

    @Test
    void anUncreatableHeaderFileIsAnError() throws IOException {
        Files.createDirectories(directory.resolve("data/stream.header/in-the-way"));
        assertThatThrownBy(header::file).isInstanceOf(IOException.class).hasMessageContaining("stream.header");
    }

    private static Object inode(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }
}
