package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListingTest {

    private static Listing.Builder filled(Set<String> wanted, int mostFiles) {
        Listing.Builder builder = new Listing.Builder(wanted, mostFiles);
        builder.add(new Node("/d", "dir", 0, 1));
        builder.add(new Node("/d/a", "file", 3, 1));
        builder.add(new Node("/d/b", "file", 4, 1));
        return builder;
    }

    @Test
    void aListingHoldsTheSizesOfAllFilesOrOfTheRequestedOnes() {
        assertThat(filled(Set.of(), 2).build()).contains(new Listing(3, 7, Map.of("/d/a", 3L, "/d/b", 4L)));
        assertThat(filled(Set.of("/d/b"), 1).build()).contains(new Listing(3, 7, Map.of("/d/b", 4L)));
    }

    @Test
    void aListingWithTooManyFilesIsNotKept() {
        assertThat(filled(Set.of(), 1).build()).isEmpty();
    }
}
