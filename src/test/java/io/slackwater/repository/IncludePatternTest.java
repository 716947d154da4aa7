package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IncludePatternTest {

    @Test
    void aPlainPathIsItsOwnPattern() {
        assertThat(IncludePattern.of("/srv/data/ü file.txt")).isEqualTo("/srv/data/ü file.txt");
    }

    @Test
    void charactersOfPatternsAreLiteral() {
        assertThat(IncludePattern.of("/a*b?c[d]e\\f")).isEqualTo("/a\\*b\\?c\\[d\\]e\\\\f");
    }

    @Test
    void aDollarSignIsNoVariable() {
        assertThat(IncludePattern.of("/$HOME/x")).isEqualTo("/$$HOME/x");
    }

    @Test
    void aBlankAtTheEndIsNotTrimmed() {
        assertThat(IncludePattern.of("/a b ")).isEqualTo("/a b[ ]");
        assertThat(IncludePattern.of("/a\u0085")).isEqualTo("/a[\u0085]");
    }
}
