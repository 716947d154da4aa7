package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.Journal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that run without the application, on a machine without Docker and restic. */
class CommandsWithoutDockerTest {

    private static final List<String> REPOSITORIES = List.of("critical", "models", "system");

    @TempDir
    private Path directory;

    private final PrintStream terminal = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private Map<String, String> settings = Map.of();

    @BeforeEach
    void configure() throws IOException {
        Path keys = Files.createDirectories(directory.resolve("secrets/keys"));
        for (String name : REPOSITORIES) {
            Files.createDirectories(directory.resolve("repos").resolve(name));
            Files.writeString(keys.resolve(name + ".key"), "key-of-" + name + "\n");
        }
        Files.createDirectories(directory.resolve("data"));
        settings = Map.of(
                "slackwater.policy-file",
                Files.writeString(directory.resolve("policy.yml"), AppHarness.policy(directory, "shop", ""))
                        .toString(),
                "slackwater.data",
                directory.resolve("data").toString(),
                "slackwater.secrets",
                directory.resolve("secrets").toString(),
                "slackwater.docker-socket",
                directory.resolve("docker.sock").toString());
        settings.forEach(System::setProperty);
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void forget() {
        System.setOut(terminal);
        settings.keySet().forEach(System::clearProperty);
    }

    @Test
    void theRecoveryKitHasEachKeyAndTheJournalRemembersItsExport() throws IOException {
        assertThat(KeysExport.run(Settings.read(), false)).isZero();

        for (String name : REPOSITORIES) {
            String key = Files.readString(directory.resolve("secrets/keys").resolve(name + ".key"));
            assertThat(printed.toString(StandardCharsets.UTF_8)).contains(key.strip());
        }
        try (Journal journal = Journal.open(directory.resolve("data/journal.db"), Clock.systemUTC())) {
            assertThat(journal.repositories().inRecoveryKit()).containsExactlyInAnyOrderElementsOf(REPOSITORIES);
        }
    }

    @Test
    void anUnreadablePolicyEndsTheExportWithoutAKit() throws IOException {
        Files.writeString(directory.resolve("policy.yml"), "planz: {}");

        assertThat(KeysExport.run(Settings.read(), true)).isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void theRestoreDirectoriesAreNotCheckedWithoutDocker() {
        assertThat(RestoreDirectoriesCheck.run(Settings.read())).isZero();
    }
}
