package io.slackwater.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseFilesTest {

    private static final Instant T0 = Instant.parse("2026-06-01T02:00:00.123456789Z");
    private static final LeaseRecord INTENT = new LeaseRecord(
            0, "r1", "shop.files.data", Map.of("c1", T0), T0, "boot-1", Duration.ofSeconds(90, 5), false);

    @TempDir
    Path directory;

    private Path file;
    private LeaseFiles files;
    private Journal journal;

    @BeforeEach
    void open() {
        file = directory.resolve("journal.db");
        files = LeaseFiles.beside(file);
        journal = Journal.open(file, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void anOpenLeaseHasAFile() {
        assertThat(files.all()).isEmpty();
        long id = journal.leases().intended(INTENT);
        assertThat(files.all()).containsExactly(INTENT.withId(id));
        journal.leases().thawed(id, "thawed");
        assertThat(files.all()).isEmpty();
    }

    @Test
    void aLostJournalHidesNoLease() throws IOException {
        long id = journal.leases().intended(INTENT);
        journal.close();
        Files.delete(file);
        journal = Journal.open(file, Clock.systemUTC());
        assertThat(journal.leases().open()).containsExactly(INTENT.withId(id));
        journal.leases().thawed(id, "thawed");
        assertThat(journal.leases().open()).isEmpty();
    }

    @Test
    void anUnreadableFileHidesNoOtherLease() throws IOException {
        long id = journal.leases().intended(INTENT);
        Files.writeString(directory.resolve("leases/7.json"), "{");
        assertThat(journal.leases().open()).containsExactly(INTENT.withId(id));
    }

    @Test
    void aLeaseThatIsNotJournaledLeavesNoFile() {
        LeaseStore leases = journal.leases();
        journal.close();
        assertThatThrownBy(() -> leases.intended(INTENT)).isInstanceOf(JournalException.class);
        assertThat(files.all()).isEmpty();
    }

    @Test
    void aFileThatCannotBeWrittenRefusesTheLease() throws IOException {
        Files.writeString(directory.resolve("leases"), "in the way");
        assertThatThrownBy(() -> journal.leases().intended(INTENT))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("leases")
                .hasMessageContaining("no container is paused");
    }
}
