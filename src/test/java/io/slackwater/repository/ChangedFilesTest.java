package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChangedFilesTest {

    @Test
    void theFilesOfTwoPassesAreJoined() {
        ChangedFiles both = ChangedFiles.of(List.of("/a")).and(ChangedFiles.of(List.of("/b")));
        assertThat(both.paths()).containsExactlyInAnyOrder("/a", "/b");
        assertThat(both.contains("/c")).isFalse();
        assertThat(both.and(ChangedFiles.ALL)).isEqualTo(ChangedFiles.ALL);
    }

    @Test
    void tooManyFilesCountAsAll() {
        ChangedFiles.Builder builder = new ChangedFiles.Builder();
        for (int file = 0; file < ChangedFiles.MOST; file++) {
            builder.add("/" + file);
        }
        assertThat(builder.build().all()).isFalse();
        builder.add("/one more");
        assertThat(builder.build()).isEqualTo(ChangedFiles.ALL);
    }
}
