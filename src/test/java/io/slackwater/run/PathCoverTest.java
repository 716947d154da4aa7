package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PathCoverTest {

    private final PathCover cover = new PathCover(3);

    @Test
    void fewPathsAreKept() {
        cover.add("/t/a/1");
        cover.add("/t/a/1");
        cover.add("/t/b/c/2");
        assertThat(cover.paths()).containsExactlyInAnyOrder("/t/a/1", "/t/b/c/2");
    }

    @Test
    void theDeepestPathsBecomeDirectoriesFirst() {
        cover.add("/t/x");
        cover.add("/t/b/c/1");
        cover.add("/t/b/c/2");
        cover.add("/t/b/c/3");
        assertThat(cover.paths()).containsExactlyInAnyOrder("/t/x", "/t/b/c");
        cover.add("/t/b/d/e/f");
        assertThat(cover.paths()).containsExactlyInAnyOrder("/t/x", "/t/b/c", "/t/b/d");
    }
}
