package io.slackwater.kind.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.capture.CaptureException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exit code of pg_restore on a stored dump. */
class PostgresDatabaseCaptureTest {

    @Test
    void aDumpThatPgRestoreReadsToItsEndIsGood() {
        assertThat(PostgresDatabaseCapture.judge("stored dump", 0, "")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1   | pg_restore: error: could not read from input file: end of file | false | is damaged or cut off",
                "124 | '' | true | Could not verify the stored dump",
                "127 | No such file or directory | true | Could not verify the stored dump",
                "137 | '' | true | Could not verify the stored dump",
            })
    void onlyAProgramThatReadTheDumpFindsItDamaged(int code, String output, boolean later, String words) {
        Optional<CaptureException> failure = PostgresDatabaseCapture.judge("stored dump", code, output);

        assertThat(failure).hasValueSatisfying(e -> {
            assertThat(e).hasMessageContaining(words);
            assertThat(e.transientFailure()).isEqualTo(later);
        });
    }
}
