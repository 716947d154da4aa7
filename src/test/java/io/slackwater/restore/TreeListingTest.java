package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TreeListingTest {

    @Test
    void whatIsTheSameHasNoDifferences() {
        TreeListing listing = listing("file 3 a b\nc", "dir 0 sub", "symlink 0 l");
        take(listing, "f 3 a b\nc\0d 4096 sub\0", "l 5 l\0s 0 socket\0");
        assertThat(listing.differences()).isEmpty();
    }

    @Test
    void aMissingAShortAndAnExtraFileAreNamed() {
        TreeListing listing = listing("file 3 a", "file 9 b");
        take(listing, "f 2 a\0f 1 c\0", "");
        assertThat(listing.differences())
                .containsExactly("missing file 3 a", "missing file 9 b", "unexpected file 1 c", "unexpected file 2 a");
    }

    private static TreeListing listing(String... lines) {
        return new TreeListing(List.of(lines));
    }

    private static void take(TreeListing listing, String first, String second) {
        for (String part : List.of(first, second)) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            listing.take(bytes, bytes.length);
        }
    }
}
