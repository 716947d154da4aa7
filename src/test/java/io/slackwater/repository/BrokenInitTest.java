package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key file is deleted only if it is certain that no snapshot was ever encrypted with it. */
class BrokenInitTest {

    private static final Instant MARKED = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir
    Path repository;

    private Path key;

    @BeforeEach
    void leaveKey() throws IOException {
        Files.createDirectories(repository.resolve("data/00"));
        key = Files.createDirectory(repository.resolve("keys")).resolve("0a1b");
        write(key, MARKED.plusSeconds(1), HostName.ofThisMachine());
    }

    private static void write(Path file, Instant created, String host) throws IOException {
        Files.writeString(file, "{\"created\": \"%s\", \"hostname\": \"%s\"}".formatted(created, host));
    }

    private boolean isKept() throws IOException {
        BrokenInit.clear(repository, Optional.of(FileTime.from(MARKED)));
        return Files.exists(key);
    }

    @Test
    void theKeyOfAKilledInitIsDeleted() throws Exception {
        assertThat(isKept()).isFalse();
    }

    @Test
    void theKeyOfARepositoryWithAConfigIsKept() throws Exception {
        Files.createFile(repository.resolve("config"));
        assertThat(isKept()).isTrue();
    }

    @Test
    void theKeyOfARepositoryWithDataIsKept() throws Exception {
        Files.createFile(repository.resolve("data/00/pack"));
        assertThat(isKept()).isTrue();
    }

    @Test
    void theKeyOfAnotherHostOrAnEarlierTimeIsKept() throws Exception {
        write(key, MARKED.plusSeconds(1), "elsewhere");
        assertThat(isKept()).isTrue();
        write(key, MARKED.minusSeconds(3), HostName.ofThisMachine());
        assertThat(isKept()).isTrue();
    }

    @Test
    void anUnreadableKeyKeepsAllKeys() throws Exception {
        Files.writeString(repository.resolve("keys/other"), "{}");
        assertThat(isKept()).isTrue();
    }

    @Test
    void aRepositoryWithoutANewKeyOfSlackwaterIsLeftAlone() throws Exception {
        BrokenInit.clear(repository, Optional.empty());
        assertThat(key).exists();
        BrokenInit.clear(repository.resolve("absent"), Optional.of(FileTime.from(MARKED)));
    }
}
