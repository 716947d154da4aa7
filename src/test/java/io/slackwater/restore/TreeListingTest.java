package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TreeListingTest {

    @Test
    void equalTreesHaveNoDifferences() throws IOException {
        TreeListing listing = listing("file 3 a b\nc", "dir 0 sub", "symlink 0 ü");
        assertThat(differences(listing, "f 3 a b\nc\0d 4096 sub\0l 5 ü\0s 0 socket\0"))
                .isEmpty();
    }

    @Test
    void missingTruncatedAndExtraFilesAreNamed() throws IOException {
        TreeListing listing = listing("file 3 a", "file 9 b");
        assertThat(differences(listing, "f 2 a\0f 1 c\0"))
                .containsExactly("missing file 3 a", "missing file 9 b", "unexpected file 1 c", "unexpected file 2 a");
    }

    private static TreeListing listing(String... lines) {
        return new TreeListing(List.of(lines));
    }

    private static List<String> differences(TreeListing listing, String printed) throws IOException {
        return listing.differences(new ByteArrayInputStream(printed.getBytes(StandardCharsets.UTF_8)));
    }
}
