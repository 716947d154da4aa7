package io.slackwater.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExcludedFilesTest {

    @Test
    void patternsBecomeAbsolutePatternsBelowTheRoot() {
        assertThat(ExcludedFiles.of(List.of("logs/", "*.tmp", "**/node_modules", "odd\\[1\\]"))
                        .below(Path.of("/srv/we[ird*")))
                .containsExactly(
                        "/srv/we\\[ird\\*/logs",
                        "/srv/we\\[ird\\*/*.tmp",
                        "/srv/we\\[ird\\*/**/node_modules",
                        "/srv/we\\[ird\\*/odd\\[1\\]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "../x",
                "a/./b",
                "a//b",
                "[a]",
                "a**",
                "***",
                "a\\",
                "a/\\",
                "new\nline",
                "a/b//",
                "a/**/b/**/c",
                "**/**"
            })
    void aPatternThatResticReadsDifferentlyIsRefused(String pattern) {
        assertThatThrownBy(() -> ExcludedFiles.of(List.of(pattern)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a relative path or a glob");
    }

    @Test
    void anAbsolutePatternIsRefused() {
        assertThatThrownBy(() -> ExcludedFiles.of(List.of("logs", "/data/logs")))
                .hasMessageContaining("'/data/logs', which begins with a slash");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "**", "**/*", "*/**", "*/", "**/"})
    void aPatternOfAllFilesIsRefused(String pattern) {
        assertThatThrownBy(() -> ExcludedFiles.of(List.of("logs", pattern)))
                .hasMessageContaining("which excludes all files");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "a*", "?*", "x/**", "**/x", "\\*", "{a,b}", "-x"})
    void aPatternOfSomeFilesIsNotOneOfAllFiles(String pattern) {
        assertThat(ExcludedFiles.of(List.of(pattern)).patterns()).containsExactly(pattern);
    }

    @ParameterizedTest
    @CsvSource({
        "data, data/uploads",
        "data/uploads, data/uploads",
        "data/up*, data/uploads",
        "data/uploads/x/*.log, data/uploads",
        "**/*.log, data/uploads",
        "*/*/cache/**, data/uploads",
        "**/uploads, data/uploads",
        "data/**, data/uploads"
    })
    void aPatternReachesAPathByItsParentsAndItsContent(String pattern, String path) {
        assertThat(ExcludedFiles.of(List.of("other", pattern)).reaching(Path.of(path)))
                .contains(pattern);
    }

    @ParameterizedTest
    @CsvSource({"uploads, data/uploads", "*.log, uploads", "data/*.log, data/uploads", "data/{uploads}, data/uploads"})
    void aPatternDoesNotReachOtherPaths(String pattern, String path) {
        assertThat(ExcludedFiles.of(List.of(pattern)).reaching(Path.of(path))).isEmpty();
    }
}
