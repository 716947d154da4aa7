package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.repository.TreeEntry;
import java.nio.file.Path;
import java.util.List;
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
        TreeEntry root = new TreeEntry("/srv/shop", "dir", 0, 0);
        TreeEntry a = new TreeEntry("/srv/shop/a", "file", 1, 1);
        TreeEntry b = new TreeEntry("/srv/shop/b", "file", 1, 1);
        List<TreeEntry> all = List.of(root, a, b);
        List<String> changed = List.of("/srv/shop", "/srv/shop/b");
        assertThat(TreePass.toRead(all, entry -> false, changed, false)).containsExactly(b);
        assertThat(TreePass.toRead(all, a::equals, changed, false)).containsExactly(a, b);
        assertThat(TreePass.toRead(all, entry -> false, changed, true)).containsExactly(a, b);
    }
}
