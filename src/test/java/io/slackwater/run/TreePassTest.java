package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.capture.TreeEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TreePassTest {

    private static final Path ROOT = Path.of("/srv/shop");

    @Test
    void anEmptyVolumeSucceedsWithANote() {
        TreeEntry root = new TreeEntry("/srv/shop", "dir", 0, 0);
        assertThat(TreePass.notes(List.of("Checked."), List.of(root, new TreeEntry("/srv/shop/in", "dir", 0, 0)), ROOT))
                .startsWith("Checked. The volume is empty: 0 files below /srv/shop");
        assertThat(TreePass.notes(List.of("Checked."), List.of(root, new TreeEntry("/srv/shop/a", "file", 1, 1)), ROOT))
                .isEqualTo("Checked.");
    }

    @Test
    void theNotesOfARunAreSentences() {
        assertThat(TreePass.notes(
                        List.of("protect that database too", "Two."),
                        List.of(new TreeEntry("/srv/shop/a", "file", 1, 1)),
                        ROOT))
                .isEqualTo("Protect that database too. Two.");
    }

    @Test
    void changedFilesAreReadBackAndAllFilesAfterDamage() {
        Set<String> files = Set.of("/srv/shop/a", "/srv/shop/b");
        List<String> changed = List.of("/srv/shop", "/srv/shop/b");
        assertThat(TreePass.toRead(files, changed, false)).containsExactly("/srv/shop/b");
        assertThat(TreePass.toRead(files, changed, true)).isEqualTo(files);
    }
}
