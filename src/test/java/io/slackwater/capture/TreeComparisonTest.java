package io.slackwater.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.repository.TreeEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TreeComparisonTest {

    private static final TreeEntry ROOT = new TreeEntry("/v", "dir", 0, 1);
    private static final TreeEntry FILE = new TreeEntry("/v/a", "file", 10, 5);
    private static final TreeEntry LINK = new TreeEntry("/v/l", "symlink", 0, 5);
    private static final List<TreeEntry> TREE = List.of(ROOT, FILE, LINK);

    private static List<String> still(List<TreeEntry> stored) {
        return TreeComparison.differences(TREE, TREE, stored);
    }

    @Test
    void equalTreesHaveNoDifferencesAndParentDirectoriesAreIgnored() {
        assertThat(still(List.of(new TreeEntry("/", "dir", 0, 0), ROOT, FILE, LINK)))
                .isEmpty();
    }

    @Test
    void aMissingFileIsNamed() {
        assertThat(still(List.of(ROOT, LINK)))
                .singleElement()
                .asString()
                .contains("/v/a")
                .contains("missing");
    }

    @Test
    void anEmptySnapshotDiffersInEveryFile() {
        assertThat(still(List.of())).hasSize(3);
    }

    @Test
    void aDifferentSizeIsReportedWithBothSizes() {
        assertThat(still(List.of(ROOT, new TreeEntry("/v/a", "file", 9, 5), LINK)))
                .containsExactly(
                        "/v/a (a file of 10 bytes) is missing in the snapshot",
                        "/v/a (a file of 9 bytes) is in the snapshot, but was not on disk");
    }

    @Test
    void aDifferentTypeIsReported() {
        assertThat(still(List.of(ROOT, FILE, new TreeEntry("/v/l", "dir", 0, 5))))
                .containsExactly(
                        "/v/l (a symlink) is missing in the snapshot",
                        "/v/l (a dir) is in the snapshot, but was not on disk");
    }

    @Test
    void anExtraFileInAFrozenTreeIsADifference() {
        assertThat(still(List.of(ROOT, FILE, LINK, new TreeEntry("/v/x", "file", 1, 1))))
                .singleElement()
                .asString()
                .contains("/v/x")
                .contains("was not on disk");
    }

    @Test
    void aFileThatChangedInAHotTreeIsNoDifference() {
        List<TreeEntry> before = List.of(ROOT, FILE, new TreeEntry("/v/log", "file", 1, 1));
        List<TreeEntry> after = List.of(
                new TreeEntry("/v", "dir", 0, 9),
                FILE,
                new TreeEntry("/v/log", "file", 3, 8),
                new TreeEntry("/v/new", "file", 1, 8));
        List<TreeEntry> stored = List.of(ROOT, FILE, new TreeEntry("/v/log", "file", 2, 7));
        assertThat(TreeComparison.differences(before, after, stored)).isEmpty();
    }

    @Test
    void anUnchangedFileOfAHotTreeMustBeInTheSnapshot() {
        List<TreeEntry> before = List.of(ROOT, FILE, new TreeEntry("/v/d", "dir", 0, 1));
        List<TreeEntry> after =
                List.of(ROOT, FILE, new TreeEntry("/v/d", "dir", 0, 2), new TreeEntry("/v/new", "file", 1, 8));
        assertThat(TreeComparison.differences(before, after, List.of(ROOT, FILE)))
                .singleElement()
                .asString()
                .contains("/v/d");
        assertThat(TreeComparison.differences(before, after, List.of(ROOT, new TreeEntry("/v/d", "dir", 0, 1))))
                .singleElement()
                .asString()
                .contains("/v/a");
    }

    @Test
    void namesThatLookEqualAreCountedSeparately() {
        TreeEntry twin = new TreeEntry("/v/\uFFFD", "file", 1, 1);
        TreeEntry other = new TreeEntry("/v/\uFFFD", "file", 2, 1);
        List<TreeEntry> walked = List.of(ROOT, twin, other);
        assertThat(TreeComparison.differences(walked, walked, List.of(other, ROOT, twin)))
                .isEmpty();
        assertThat(TreeComparison.differences(walked, walked, List.of(ROOT, twin)))
                .hasSize(1);
        List<TreeEntry> twins = List.of(ROOT, twin, twin);
        assertThat(TreeComparison.differences(twins, twins, List.of(ROOT, twin)))
                .hasSize(1);
    }

    @Test
    void aNameThatIsNoUtf8IsTheSameWithAnyNumberOfReplacements() {
        List<TreeEntry> walked = List.of(ROOT, new TreeEntry("/v/a\uFFFDb", "file", 1, 1));
        assertThat(TreeComparison.differences(
                        walked, walked, List.of(ROOT, new TreeEntry("/v/a\uFFFD\uFFFDb", "file", 1, 1))))
                .isEmpty();
        assertThat(TreeComparison.differences(walked, walked, List.of(ROOT, new TreeEntry("/v/ab", "file", 1, 1))))
                .hasSize(2);
    }

    @Test
    void manyDifferencesAreCountedAndNotListed() {
        List<TreeEntry> walked = new ArrayList<>(List.of(ROOT));
        IntStream.range(0, 25).forEach(i -> walked.add(new TreeEntry("/v/" + i, "file", 1, 1)));
        List<String> differences = TreeComparison.differences(walked, walked, List.of(ROOT));
        assertThat(differences).hasSize(11);
        assertThat(differences.getLast()).isEqualTo("and 15 more, 25 differences in all");
    }
}
