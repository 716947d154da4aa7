package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key file is moved only if it is certain that no snapshot was ever encrypted with it. */
class BrokenInitTest {

    @TempDir
    Path repository;

    private Path key;

    @BeforeEach
    void leaveKey() throws IOException {
        Files.createDirectories(repository.resolve("data/00"));
        key = Files.createDirectory(repository.resolve("keys")).resolve("0a1b");
        Files.writeString(key, "{}");
    }

    private boolean isKept() throws IOException {
        BrokenInit.clear(repository);
        return Files.exists(key);
    }

    @Test
    void theKeyOfAKilledInitIsMoved() throws Exception {
        assertThat(isKept()).isFalse();
        try (Stream<Path> aside = Files.walk(repository)) {
            assertThat(aside.filter(Files::isRegularFile)).singleElement().satisfies(moved -> {
                assertThat(repository.relativize(moved).toString()).matches("killed-init-[^/]+/keys/0a1b");
                assertThat(moved).hasContent("{}");
            });
        }
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
    void aMissingRepositoryIsLeftAlone() throws Exception {
        BrokenInit.clear(repository.resolve("absent"));
        assertThat(repository.resolve("absent")).doesNotExist();
    }
}
