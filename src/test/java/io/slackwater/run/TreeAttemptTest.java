package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.capture.TreeEntry;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TreeAttemptTest {

    private static final Path ROOT = Path.of("/srv/shop");

    @Test
    void an_empty_volume_succeeds_with_a_note() {
        TreeEntry root = new TreeEntry("/srv/shop", "dir", 0, 0);
        assertThat(TreeAttempt.notes(
                        List.of("Checked."), List.of(root, new TreeEntry("/srv/shop/in", "dir", 0, 0)), ROOT))
                .startsWith("Checked. The volume is empty: 0 files below /srv/shop");
        assertThat(TreeAttempt.notes(
                        List.of("Checked."), List.of(root, new TreeEntry("/srv/shop/a", "file", 1, 1)), ROOT))
                .isEqualTo("Checked.");
    }
}
