package io.slackwater.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExcludePatternsTest {

    private static boolean matches(String pattern, String path) {
        return new ExcludePatterns(List.of(pattern)).match(Path.of(path));
    }

    @Test
    void aStarMatchesWithinOnePathComponent() {
        assertThat(matches("/m/blobs/*-partial*", "/m/blobs/sha256-aa-partial-0"))
                .isTrue();
        assertThat(matches("/m/blobs/*-partial*", "/m/blobs/sha256-aa")).isFalse();
        assertThat(matches("/m/*-partial", "/m/blobs/x-partial")).isFalse();
        assertThat(matches("/m/*", "/m/new\nline")).isTrue();
    }

    @Test
    void escapedSpecialCharactersAreLiteral() {
        assertThat(matches("/m/a\\[1\\]\\*", "/m/a[1]*")).isTrue();
        assertThat(matches("/m/a\\[1\\]\\*", "/m/a1b")).isFalse();
        assertThat(matches("/m/a.b+(c)", "/m/a.b+(c)")).isTrue();
        assertThat(matches("/m/a.b", "/m/axb")).isFalse();
    }

    @Test
    void aQuestionMarkIsOneCharacterOfAComponent() {
        assertThat(matches("/m/a?", "/m/ab")).isTrue();
        assertThat(matches("/m/a?", "/m/a")).isFalse();
        assertThat(matches("/m?a", "/m/a")).isFalse();
    }

    @Test
    void twoStarsMatchAnyNumberOfDirectories() {
        assertThat(matches("/m/**/x", "/m/x")).isTrue();
        assertThat(matches("/m/**/x", "/m/a/b/x")).isTrue();
        assertThat(matches("/m/**/x", "/m/a/bx")).isFalse();
        assertThat(matches("/m/**/x", "/n/x")).isFalse();
        assertThat(matches("/m/a/**", "/m/a")).isTrue();
        assertThat(matches("/m/a/**", "/m/a/b")).isTrue();
        assertThat(matches("/m/a/**/*.log", "/m/a/b/c/d.log")).isTrue();
    }

    @Test
    void bracesAreLiteral() {
        assertThat(matches("/m/{a,b}", "/m/{a,b}")).isTrue();
        assertThat(matches("/m/{a,b}", "/m/a")).isFalse();
    }

    @Test
    void aPatternThatResticReadsDifferentlyIsRefused() {
        assertThatThrownBy(() -> matches("cache", "/m/cache")).hasMessageContaining("\"cache\"");
        assertThatThrownBy(() -> matches("/m/[a]", "/m/a")).hasMessageContaining("without [sets]");
        assertThatThrownBy(() -> matches("/m/**/a/**/b", "/m/a/b")).hasMessageContaining("/m/**/a/**/b");
    }
}
