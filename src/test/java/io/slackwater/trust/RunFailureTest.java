package io.slackwater.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.EndCause;
import io.slackwater.journal.RetryOutlook;
import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import io.slackwater.trust.RunFailure.Failed;
import io.slackwater.trust.RunFailure.Unverified;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RunFailureTest {

    private static RepositoryException failure(Failure failure) {
        return new RepositoryException(failure, "why");
    }

    @ParameterizedTest
    @CsvSource({
        "NO_REPOSITORY, REPOSITORY_UNAVAILABLE, TRANSIENT",
        "DISK_FULL, REPOSITORY_UNAVAILABLE, TRANSIENT",
        "READ_ONLY, REPOSITORY_UNAVAILABLE, TRANSIENT",
        "SCRATCH_FULL, SCRATCH_FULL, TRANSIENT",
        "NETWORK, REPOSITORY, AT_ONCE",
        "LOCKED, REPOSITORY, AT_ONCE",
        "ELSEWHERE, ENGINE, AT_ONCE",
        "SOURCE, SOURCE, AT_ONCE",
        "WRONG_KEY, REPOSITORY_INVALID, PERMANENT",
        "KEY_MISSING, REPOSITORY_INVALID, PERMANENT",
        "OTHER_REPOSITORY, REPOSITORY_INVALID, PERMANENT",
        "DAMAGED, REPOSITORY_INVALID, PERMANENT",
        "CANCELLED, CANCELLED, CANCELLED"
    })
    void aFailureOfResticHasACauseThatDecidesTheRetry(Failure failure, EndCause cause, RetryOutlook outlook) {
        Failed failed = Failed.of(failure(failure));
        assertThat(failed.endCause()).isEqualTo(cause);
        assertThat(cause.outlook()).isEqualTo(outlook);
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void aRemedyPromisesARetryOnlyIfThereIsOne(Failure failure) {
        assertThat(failure.remedy().contains("retried")
                        && RunFailure.endCauseOf(failure).outlook() != RetryOutlook.AT_ONCE)
                .isFalse();
    }

    @Test
    void damageThatIsReadBackIsNotTriedAgain() {
        assertThat(RunFailure.verifying(failure(Failure.DAMAGED)))
                .isInstanceOfSatisfying(
                        Failed.class, damaged -> assertThat(damaged.endCause()).isEqualTo(EndCause.REPOSITORY_INVALID));
        assertThat(RunFailure.verifying(failure(Failure.INCOMPLETE)))
                .isInstanceOfSatisfying(
                        Failed.class, less -> assertThat(less.endCause()).isEqualTo(EndCause.REPOSITORY));
        assertThat(RunFailure.verifying(failure(Failure.NETWORK)))
                .isInstanceOfSatisfying(
                        Unverified.class, away -> assertThat(away.endCause()).isEqualTo(EndCause.REPOSITORY));
    }
}
