package io.slackwater.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.EndCause;
import io.slackwater.journal.RetryOutlook;
import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import io.slackwater.trust.RunFailure.Failed;
import io.slackwater.trust.RunFailure.Unverified;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunFailureTest {

    private static RepositoryException failure(Failure failure) {
        return new RepositoryException(failure, "why");
    }

    @ParameterizedTest
    @CsvSource({
        "NO_REPOSITORY, TRANSIENT, REPOSITORY",
        "DISK_FULL, TRANSIENT, REPOSITORY",
        "SCRATCH_FULL, TRANSIENT, ENGINE",
        "READ_ONLY, TRANSIENT, REPOSITORY",
        "NETWORK, TRANSIENT, REPOSITORY",
        "LOCKED, TRANSIENT, REPOSITORY",
        "ELSEWHERE, TRANSIENT, ENGINE",
        "WRONG_KEY, PERMANENT, REPOSITORY",
        "KEY_MISSING, PERMANENT, REPOSITORY",
        "OTHER_REPOSITORY, PERMANENT, REPOSITORY",
        "DAMAGED, PERMANENT, REPOSITORY",
        "EMPTY, PERMANENT, SOURCE",
        "CANCELLED, CANCELLED, CANCELLED"
    })
    void aFailureOfResticHasAnOutlookAndACause(Failure failure, RetryOutlook outlook, EndCause cause) {
        Failed failed = Failed.of(failure(failure));
        assertThat(failed.outlook()).isEqualTo(outlook);
        assertThat(failed.endCause()).isEqualTo(cause);
        assertThat(failed.canPass()).isEqualTo(failure.canPass());
    }

    @Test
    void aFailureOfAWorkloadIsPermanentUnlessItCanPass() {
        IOException away = new IOException("away");
        assertThat(new Failed("database unreachable", true, EndCause.SOURCE, away).outlook())
                .isEqualTo(RetryOutlook.TRANSIENT);
        assertThat(new Failed("freeze limit", false, EndCause.SOURCE, away).outlook())
                .isEqualTo(RetryOutlook.PERMANENT);
        assertThat(new Unverified("sizes only", false, EndCause.SOURCE).outlook())
                .isEqualTo(RetryOutlook.PERMANENT);
        Failed paused = Failed.untilLater(EndCause.FREEZE, away);
        assertThat(paused.outlook()).as("when it is unpaused").isEqualTo(RetryOutlook.TRANSIENT);
        assertThat(paused.canPass()).as("not at once").isFalse();
    }

    @Test
    void damageThatIsReadBackIsNotTriedAgain() {
        assertThat(RunFailure.verifying(failure(Failure.DAMAGED))).isInstanceOfSatisfying(Failed.class, damaged -> {
            assertThat(damaged.canPass()).isFalse();
            assertThat(damaged.outlook()).isEqualTo(RetryOutlook.PERMANENT);
            assertThat(damaged.endCause()).isEqualTo(EndCause.REPOSITORY);
        });
        assertThat(RunFailure.verifying(failure(Failure.INCOMPLETE)))
                .isInstanceOfSatisfying(
                        Failed.class, less -> assertThat(less.canPass()).isTrue());
        assertThat(RunFailure.verifying(failure(Failure.NETWORK)))
                .isInstanceOfSatisfying(
                        Unverified.class, away -> assertThat(away.canPass()).isTrue());
    }

    @Test
    void aDumpThatFailsIsTheReasonUnlessTheDiskIs() {
        Failed ended = Failed.ofDump(Optional.of("pg_dump died"), failure(Failure.SOURCE));
        assertThat(ended).hasMessage("pg_dump died [why]");
        assertThat(ended.endCause()).isEqualTo(EndCause.SOURCE);
        Failed full = Failed.ofDump(Optional.of("broken pipe"), failure(Failure.DISK_FULL));
        assertThat(full).hasMessage("why [broken pipe]");
        assertThat(full.endCause()).isEqualTo(EndCause.REPOSITORY);
        assertThat(Failed.ofDump(Optional.of("broken pipe"), failure(Failure.SCRATCH_FULL))
                        .endCause())
                .isEqualTo(EndCause.ENGINE);
        assertThat(Failed.ofDump(Optional.of("broken pipe"), failure(Failure.IDLE))
                        .endCause())
                .isEqualTo(EndCause.SOURCE);
        assertThat(Failed.ofDump(Optional.empty(), failure(Failure.IDLE)).endCause())
                .isEqualTo(EndCause.ENGINE);
    }
}
