package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.repository.ChangedFiles;
import io.slackwater.repository.SpooledEntries;
import io.slackwater.repository.TreeEntry;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreePassTest {

    private static final Path ROOT = Path.of("/srv/shop");

    @TempDir
    Path scratch;

    @Test
    void anEmptyVolumeSucceedsWithANote() {
        assertThat(TreePass.notes(List.of("Checked."), 0, ROOT))
                .startsWith("Checked. The volume is empty: 0 files below /srv/shop");
        assertThat(TreePass.notes(List.of("Checked."), 1, ROOT)).isEqualTo("Checked.");
    }

    @Test
    void theNotesOfARunAreSentences() {
        assertThat(TreePass.notes(List.of("protect that database too", "Two."), 1, ROOT))
                .isEqualTo("Protect that database too. Two.");
    }

    @Test
    void changedFilesAndThoseOfTheCheckAreReadBack() throws Exception {
        TreeEntry root = new TreeEntry("/srv/shop", "dir", 0, 0);
        TreeEntry a = new TreeEntry("/srv/shop/a", "file", 1, 1);
        TreeEntry b = new TreeEntry("/srv/shop/b", "file", 1, 1);
        ChangedFiles changed = ChangedFiles.of(List.of("/srv/shop", "/srv/shop/b"));
        try (SpooledEntries listed = new SpooledEntries(scratch)) {
            for (TreeEntry entry : List.of(root, a, b)) {
                listed.add(entry);
            }
            assertThat(TreePass.toRead(listed, entry -> false, changed)).containsExactly(b);
            assertThat(TreePass.toRead(listed, a::equals, changed)).containsExactlyInAnyOrder(a, b);
        }
    }
}
