package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FileErrorTest {

    @Test
    void aReasonSaysMoreThanThePathOfTheFile() {
        assertThat(FileError.reason(new NoSuchFileException("/x"))).isEqualTo("/x does not exist");
        assertThat(FileError.reason(new AccessDeniedException("/x"))).isEqualTo("permission denied: /x");
        assertThat(FileError.reason(new IOException("/x: Input/output error"))).isEqualTo("/x: Input/output error");
    }
}
