package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {

    @TempDir
    private Path secrets;

    private Keys keys;

    @BeforeEach
    void create() {
        keys = new Keys(secrets, new MovableClock());
    }

    @Test
    void aNewKeyIsMarkedUntilTheIdIsRecorded() throws IOException {
        keys.make("critical");

        assertThat(keys.isNew("critical")).isTrue();
        assertThat(keys.pinned("critical")).isEmpty();
        keys.pin("critical", "0123abcd");
        assertThat(keys.isNew("critical")).isFalse();
        assertThat(keys.pinned("critical")).isEqualTo(Optional.of("0123abcd"));
    }

    @Test
    void anExistingKeyIsNeverReplaced() throws IOException {
        keys.make("critical");
        String first = keys.read("critical").reveal();

        keys.make("critical");

        assertThat(keys.read("critical").reveal()).isEqualTo(first);
    }

    @Test
    void onlyTheOwnerReadsKeys() throws IOException {
        keys.make("critical");

        assertThat(Files.getPosixFilePermissions(keys.file("critical")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(keys.directory()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void filesOfACrashAreDeletedAndKeysStay() throws IOException {
        keys.make("critical");
        Path probe = keys.probe();
        assertThat(RepositoryKey.of(Files.readString(probe)).reveal())
                .isNotEqualTo(keys.read("critical").reveal());

        keys.sweep();

        try (Stream<Path> files = Files.list(keys.directory())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("critical.key", "critical.new");
        }
    }

    @Test
    void aNameThatIsAPathIsRefused() {
        assertThatThrownBy(() -> keys.file("../other"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'../other'");
    }

    @Test
    void aMissingKeyNamesTheDirectory() {
        assertThatThrownBy(() -> keys.read("critical"))
                .isInstanceOfSatisfying(
                        IOException.class,
                        e -> assertThat(keys.unusable("repository critical", e))
                                .hasMessageStartingWith("repository critical: the key files in " + keys.directory()
                                        + " cannot be used"));
    }
}
