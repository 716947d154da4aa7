package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.freeze.ForeignPause;
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

class FailureOutlookTest {

    @ParameterizedTest
    @CsvSource({
        "NO_REPOSITORY, TRANSIENT",
        "DISK_FULL, TRANSIENT",
        "READ_ONLY, TRANSIENT",
        "NETWORK, TRANSIENT",
        "LOCKED, TRANSIENT",
        "ELSEWHERE, TRANSIENT",
        "WRONG_KEY, PERMANENT",
        "KEY_MISSING, PERMANENT",
        "OTHER_REPOSITORY, PERMANENT",
        "DAMAGED, PERMANENT",
        "CANCELLED, CANCELLED"
    })
    void aRepositoryFailureHasItsOutlook(Failure failure, RetryOutlook outlook) {
        RepositoryException cause = new RepositoryException(failure, "why");
        assertThat(FailureOutlook.of(new Failed("why", failure.canPass(), EndCause.REPOSITORY, cause)))
                .isEqualTo(outlook);
    }

    @Test
    void aWorkloadFailureHasItsOutlook() {
        assertThat(FailureOutlook.of(new Failed("database unreachable", true, EndCause.SOURCE, new IOException())))
                .isEqualTo(RetryOutlook.TRANSIENT);
        assertThat(FailureOutlook.of(new Failed("freeze limit", false, EndCause.SOURCE, new IOException())))
                .isEqualTo(RetryOutlook.PERMANENT);
        assertThat(FailureOutlook.of(new Failed("paused", false, EndCause.FREEZE, new ForeignPause("paused"))))
                .as("not made again at once, but when it goes on")
                .isEqualTo(RetryOutlook.TRANSIENT);
        assertThat(FailureOutlook.of(new Unverified("sizes only", false, EndCause.SOURCE, new IOException())))
                .isEqualTo(RetryOutlook.PERMANENT);
    }
}
