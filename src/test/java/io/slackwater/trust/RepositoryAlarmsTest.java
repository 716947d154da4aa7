package io.slackwater.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.Journal;
import io.slackwater.journal.RepositoryStore.Trouble;
import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RepositoryAlarmsTest {

    @TempDir
    Path directory;

    private Journal journal;
    private RepositoryAlarms alarms;

    @BeforeEach
    void open() {
        journal = Journal.open(directory.resolve("journal.db"), Clock.systemUTC());
        alarms = SnapshotTrust.of(journal, Clock.systemUTC()).alarms();
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"NO_REPOSITORY", "OTHER_REPOSITORY", "WRONG_KEY", "KEY_MISSING"})
    void anUnusableRepositoryAlarmsUntilItOpens(Failure failure) {
        alarms.troubled("critical", new RepositoryException(failure, "It is not what it was."), "check failed");
        assertThat(alarms.reason("critical")).contains("It is not what it was.");
        assertThat(alarms.failures("critical")).containsExactly(failure);
        // As its next opening does.
        journal.repositories().end("critical", Trouble.UNUSABLE);
        assertThat(alarms.reason("critical")).isEmpty();
    }

    @Test
    void otherRepositoryTroublesAlarmUntilAGoodCheck() {
        alarms.troubled("critical", new RepositoryException(Failure.OTHER, "x"), "check failed: x");
        journal.repositories().end("critical", Trouble.UNUSABLE);
        assertThat(alarms.reason("critical")).contains("check failed: x");
        alarms.good("critical");
        assertThat(alarms.reason("critical")).isEmpty();
    }

    @Test
    void aLockOfAnotherProgramIsNoProblemOfTheRepository() {
        alarms.troubled("critical", new RepositoryException(Failure.LOCKED, "locked"), "it is locked");
        assertThat(alarms.waiting("critical")).contains("it is locked");
        assertThat(alarms.reason("critical")).isEmpty();
        assertThat(alarms.unsure("critical")).as("retention continues").isFalse();
        alarms.good("critical");
        assertThat(alarms.waiting("critical")).isEmpty();
    }
}
