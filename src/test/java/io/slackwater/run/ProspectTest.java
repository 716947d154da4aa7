package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.freeze.ForeignPause;
import io.slackwater.journal.EndCause;
import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import io.slackwater.trust.RunFailure.Failed;
import io.slackwater.trust.RunFailure.Unverified;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProspectTest {

    @ParameterizedTest
    @CsvSource({
        "NO_REPOSITORY, MAY_PASS",
        "DISK_FULL, MAY_PASS",
        "READ_ONLY, MAY_PASS",
        "NETWORK, MAY_PASS",
        "LOCKED, MAY_PASS",
        "ELSEWHERE, MAY_PASS",
        "WRONG_KEY, SAME",
        "KEY_MISSING, SAME",
        "OTHER_REPOSITORY, SAME",
        "DAMAGED, SAME",
        "CANCELLED, UNWANTED"
    })
    void a_repositorys_failure(Failure failure, Prospect prospect) {
        RepositoryException cause = new RepositoryException(failure, "why");
        assertThat(Prospect.of(new Failed("why", failure.canPass(), EndCause.REPOSITORY, cause)))
                .isEqualTo(prospect);
    }

    @Test
    void a_workloads_failure() {
        assertThat(Prospect.of(new Failed("database unreachable", true, EndCause.SOURCE, new IOException())))
                .isEqualTo(Prospect.MAY_PASS);
        assertThat(Prospect.of(new Failed("freeze limit", false, EndCause.SOURCE, new IOException())))
                .isEqualTo(Prospect.SAME);
        assertThat(Prospect.of(new Failed("paused", false, EndCause.FREEZE, new ForeignPause("paused"))))
                .as("not made again at once, but when it goes on")
                .isEqualTo(Prospect.MAY_PASS);
        assertThat(Prospect.of(new Unverified("sizes only", false, EndCause.SOURCE, new IOException())))
                .isEqualTo(Prospect.SAME);
    }
}
