package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.capture.CaptureException;
import io.slackwater.journal.EndCause;
import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import io.slackwater.trust.Causes;
import io.slackwater.trust.RunFailure;
import io.slackwater.trust.RunFailure.Failed;
import org.junit.jupiter.api.Test;

class VerificationTest {

    @Test
    void aDamagedReadBackIsNotRetried() {
        RunFailure damaged =
                Verification.of(new RepositoryException(Failure.DAMAGED, "ciphertext verification failed"));
        assertThat(damaged)
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.canPass()).isFalse());
        assertThat(Verification.foundDamage(damaged)).isTrue();

        RunFailure less = Verification.of(new RepositoryException(Failure.INCOMPLETE, "a file is missing"));
        assertThat(less)
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.canPass()).isTrue());
        assertThat(Verification.foundDamage(less)).isFalse();
    }

    @Test
    void everyFailureHasItsCause() {
        assertThat(Verification.of(new RepositoryException(Failure.DAMAGED, "x"))
                        .endCause())
                .isEqualTo(EndCause.REPOSITORY);
        assertThat(Verification.of(new CaptureException("x", false)).endCause()).isEqualTo(EndCause.NOT_WHOLE);
        assertThat(Verification.of(new CaptureException("x", true)).endCause()).isEqualTo(EndCause.NOT_CHECKED);
        assertThat(Causes.of(Failure.DISK_FULL)).isEqualTo(EndCause.REPOSITORY);
        assertThat(Causes.of(Failure.EMPTY)).isEqualTo(EndCause.SOURCE);
        assertThat(Causes.ofDump(Failure.SOURCE)).isEqualTo(EndCause.SOURCE);
        assertThat(Causes.ofDump(Failure.DISK_FULL))
                .as("a dump that is cut because nothing can be stored")
                .isEqualTo(EndCause.REPOSITORY);
        assertThat(Causes.ofDump(Failure.SCRATCH_FULL)).as("nor here").isEqualTo(EndCause.ENGINE);
    }
}
