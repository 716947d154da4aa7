package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import io.slackwater.run.RunFailure.Failed;
import org.junit.jupiter.api.Test;

class VerificationTest {

    @Test
    void damageThatIsReadBackIsNotTriedAgain() {
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
}
