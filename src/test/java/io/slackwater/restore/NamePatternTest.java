package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.kind.RestoreException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns for the names of files, as in Go's {@code filepath.Match}. */
class NamePatternTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.txt    | a.txt   | true",
                "a.txt    | A.TXT   | true",
                "a.txt    | abtxt   | false",
                "*.txt    | .txt    | true",
                "*        | x       | true",
                "a?c      | abc     | true",
                "a?c      | ac      | false",
                "[a-c]x   | Bx      | true",
                "[^a-c]x  | bx      | false",
                "[^a-c]x  | dx      | true",
                "[\\]x]   | ]       | true",
                "[a&&b]   | &       | true",
                "\\*star\\[1\\]\\? | *star[1]? | true",
                "\\*     | x       | false",
                "(ab)+     | abab      | false",
                "ÄÖ*      | äöü     | true",
                "$.^{}    | $.^{}   | true",
            })
    void aNameMatchesAsInRestic(String pattern, String name, boolean matches) throws Exception {
        assertThat(NamePattern.of(pattern).matches(name)).isEqualTo(matches);
    }

    @Test
    void aStarMatchesALineBreak() throws Exception {
        assertThat(NamePattern.of("a*b").matches("a\nb")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "[", "[a", "[]", "[^]", "[-a]", "x\\", "[a\\", "a\0b"})
    void aMalformedPatternIsRefused(String pattern) {
        SnapshotFilesTest.refused(Reason.INVALID, "is not allowed: ", () -> NamePattern.of(pattern));
    }
}
