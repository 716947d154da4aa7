package io.slackwater.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.EndCause;
import io.slackwater.journal.RetryOutlook;
import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import io.slackwater.trust.RunFailure.Failed;
import io.slackwater.trust.RunFailure.Unverified;
import java.io.IOException;
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
}
