package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.Journal;
import io.slackwater.journal.RepositoryStore.Trouble;
import io.slackwater.journal.RepositoryTrouble;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.Verified;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotAvailabilityTest {

    private static final String RESTIC = "4f1a2b3c".repeat(8);
    private static final Set<String> NEAR = Set.of("near");

    @TempDir
    Path dir;

    private Journal journal;
    private Verified snapshot;

    @BeforeEach
    void open() {
        journal = Journal.open(dir.resolve("j.db"), Clock.systemUTC());
        RunRecords.succeedIn(journal, "r1", "shop.db.app", RESTIC, RunRecords.T0);
        snapshot = journal.verdicts().of("shop.db.app").getFirst();
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void aSnapshotInAUsableRepositoryCanBeRestored() {
        assertThat(SnapshotAvailability.notNow(journal.repositories(), snapshot, NEAR))
                .as("nobody opened it yet")
                .isEmpty();
        journal.repositories().named(RESTIC, "near");
        assertThat(SnapshotAvailability.notNow(journal.repositories(), snapshot, NEAR))
                .isEmpty();
        journal.repositories()
                .begin("near", new RepositoryTrouble(Trouble.UNUSABLE, "no-repository", "repository near is gone"));
        assertThat(SnapshotAvailability.notNow(journal.repositories(), snapshot, NEAR))
                .contains("repository near is gone");
    }

    @Test
    void aRepositoryRemovedFromThePolicyIsNamed() {
        journal.repositories().named(RESTIC, "far");
        String why = "its repository far is not in the policy (repositories: near); put it back into the policy";
        assertThat(SnapshotAvailability.notNow(journal.repositories(), snapshot, NEAR))
                .contains(why);
        assertThat(SnapshotAvailability.missing(journal.repositories(), snapshot, NEAR))
                .isEqualTo("cannot restore snapshot snap-r1 of dataset shop.db.app: " + why);
    }

    @Test
    void aRepositoryWithAReusedNameIsReported() {
        journal.repositories().named(RESTIC, "near");
        assertThat(SnapshotAvailability.missing(journal.repositories(), snapshot, NEAR))
                .contains("its repository (restic id 4f1a2b3c) is not in the policy (repositories: near)")
                .doesNotContain(RESTIC);
    }

    @Test
    void anUnnamedRepositoryIsNamedByItsShortId() {
        assertThat(SnapshotAvailability.missing(journal.repositories(), snapshot, NEAR))
                .endsWith(
                        "its repository (restic id 4f1a2b3c) is not in the policy (repositories: near); put it back into the policy")
                .doesNotContain(RESTIC);
    }
}
