package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.Journal;
import io.slackwater.journal.RunRecords;
import io.slackwater.kind.config.ConfigSources.ConfigFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slackwater's own part of a configuration dataset. */
class StackFilesTest {

    @TempDir
    private Path directory;

    @Test
    void theCopyOfTheJournalHasItsRuns() throws Exception {
        Path scratch = Files.createDirectory(directory.resolve("scratch"));
        try (Journal journal = Journal.open(directory.resolve("journal.db"), Clock.systemUTC())) {
            RunRecords.succeed(journal, "r1", "shop.db.app", RunRecords.T0);
            Path copy = new StackFiles(Settings.read().places(), journal)
                    .files(scratch).stream()
                            .filter(file -> file.name().equals("slackwater/journal.db"))
                            .map(ConfigFile::path)
                            .findFirst()
                            .orElseThrow();

            try (Journal copied = Journal.open(copy, Clock.systemUTC())) {
                assertThat(copied.runs().find("r1")).isPresent();
            }
        }
    }

    @Test
    void secretsAreNeverStored() {
        try (Journal journal = Journal.open(directory.resolve("journal.db"), Clock.systemUTC())) {
            assertThat(new StackFiles(Settings.read().places(), journal).never())
                    .contains(Path.of("/secrets"), Path.of("/secrets/users"), Path.of("/data/stream.header"));
        }
    }
}
