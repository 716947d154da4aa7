package io.slackwater.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.repository.SpooledEntries;
import io.slackwater.repository.TreeEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeComparisonTest {

    @TempDir
    Path scratch;

    private static final TreeEntry ROOT = new TreeEntry("/v", "dir", 0, 1);
    private static final TreeEntry FILE = new TreeEntry("/v/a", "file", 10, 5);
    private static final TreeEntry LINK = new TreeEntry("/v/l", "symlink", 0, 5);
    private static final List<TreeEntry> TREE = List.of(ROOT, FILE, LINK);

    private List<String> still(List<TreeEntry> stored) throws IOException {
        return TreeSamples.differences(scratch, TREE, TREE, stored);
    }

    @Test
    void equalTreesHaveNoDifferences() throws IOException {
        assertThat(still(List.of(ROOT, FILE, LINK))).isEmpty();
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        assertThat(still(List.of(ROOT, LINK)))
                .singleElement()
                .asString()
                .contains("/v/a")
                .contains("missing");
    }

    @Test
    void anEmptySnapshotDiffersInEveryFile() throws IOException {
        assertThat(still(List.of())).hasSize(3);
    }

    @Test
    void aDifferentSizeIsReportedWithBothSizes() throws IOException {
        assertThat(still(List.of(ROOT, new TreeEntry("/v/a", "file", 9, 5), LINK)))
                .containsExactly(
                        "/v/a (a file of 10 bytes) is missing in the snapshot",
                        "/v/a (a file of 9 bytes) is in the snapshot, but was not on disk");
    }

    @Test
    void aDifferentTypeIsReported() throws IOException {
        assertThat(still(List.of(ROOT, FILE, new TreeEntry("/v/l", "dir", 0, 5))))
                .containsExactly(
                        "/v/l (a symlink) is missing in the snapshot",
                        "/v/l (a dir) is in the snapshot, but was not on disk");
    }

    @Test
    void anExtraFileInAFrozenTreeIsADifference() throws IOException {
        assertThat(still(List.of(ROOT, FILE, LINK, new TreeEntry("/v/x", "file", 1, 1))))
                .singleElement()
                .asString()
                .contains("/v/x")
                .contains("was not on disk");
    }

    @Test
    void aFileThatChangedInAHotTreeIsNoDifference() throws IOException {
        List<TreeEntry> before = List.of(ROOT, FILE, new TreeEntry("/v/log", "file", 1, 1));
        List<TreeEntry> after = List.of(
                new TreeEntry("/v", "dir", 0, 9),
                FILE,
                new TreeEntry("/v/log", "file", 3, 8),
                new TreeEntry("/v/new", "file", 1, 8));
        List<TreeEntry> stored = List.of(ROOT, FILE, new TreeEntry("/v/log", "file", 2, 7));
        assertThat(TreeSamples.differences(scratch, before, after, stored)).isEmpty();
    }

    @Test
    void anUnchangedFileOfAHotTreeMustBeInTheSnapshot() throws IOException {
        List<TreeEntry> before = List.of(ROOT, FILE, new TreeEntry("/v/d", "dir", 0, 1));
        List<TreeEntry> after =
                List.of(ROOT, FILE, new TreeEntry("/v/d", "dir", 0, 2), new TreeEntry("/v/new", "file", 1, 8));
        assertThat(TreeSamples.differences(scratch, before, after, List.of(ROOT, FILE)))
                .singleElement()
                .asString()
                .contains("/v/d");
        assertThat(TreeSamples.differences(scratch, before, after, List.of(ROOT, new TreeEntry("/v/d", "dir", 0, 1))))
                .singleElement()
                .asString()
                .contains("/v/a");
    }

    @Test
    void namesThatLookEqualAreCountedSeparately() throws IOException {
        TreeEntry twin = new TreeEntry("/v/\uFFFD", "file", 1, 1);
        TreeEntry other = new TreeEntry("/v/\uFFFD", "file", 2, 1);
        List<TreeEntry> walked = List.of(ROOT, twin, other);
        assertThat(TreeSamples.differences(scratch, walked, walked, List.of(other, ROOT, twin)))
                .isEmpty();
        assertThat(TreeSamples.differences(scratch, walked, walked, List.of(ROOT, twin)))
                .hasSize(1);
        List<TreeEntry> twins = List.of(ROOT, twin, twin);
        assertThat(TreeSamples.differences(scratch, twins, twins, List.of(ROOT, twin)))
                .hasSize(1);
    }

    @Test
    void aNameThatIsNoUtf8IsTheSameWithAnyNumberOfReplacements() throws IOException {
        List<TreeEntry> walked = List.of(ROOT, new TreeEntry("/v/a\uFFFDb", "file", 1, 1));
        assertThat(TreeSamples.differences(
                        scratch, walked, walked, List.of(ROOT, new TreeEntry("/v/a\uFFFD\uFFFDb", "file", 1, 1))))
                .isEmpty();
        assertThat(TreeSamples.differences(
                        scratch, walked, walked, List.of(ROOT, new TreeEntry("/v/ab", "file", 1, 1))))
                .hasSize(2);
    }

    @Test
    void manyDifferencesAreCountedAndNotListed() throws IOException {
        List<TreeEntry> walked = new ArrayList<>(List.of(ROOT));
        IntStream.range(0, 25).forEach(i -> walked.add(new TreeEntry("/v/" + i, "file", 1, 1)));
        List<String> differences = TreeSamples.differences(scratch, walked, walked, List.of(ROOT));
        assertThat(differences).hasSize(11);
        assertThat(differences.getLast()).isEqualTo("and 15 more, 25 differences in all");
    }

    /** Compares two lists of many entries; run in a JVM of its own. */
    static final class ManyEntries {

        private static final int ENTRIES = 300_000;

        public static void main(String[] arguments) throws IOException {
            Path scratch = Path.of(arguments[0]);
            try (SpooledEntries walked = new SpooledEntries(scratch);
                    SpooledEntries stored = new SpooledEntries(scratch)) {
                for (int file = 0; file < ENTRIES; file++) {
                    walked.add(new TreeEntry("/v/directory/of/much/text/" + file, "file", file, file));
                    if (file != 7) {
                        stored.add(new TreeEntry("/v/directory/of/much/text/" + file, "file", file, file));
                    }
                }
                System.out.print(TreeComparison.differences(walked, walked, stored));
            }
        }
    }

    @Test
    void manyEntriesNeedLittleMemory() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx24m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        ManyEntries.class.getName(),
                        scratch.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("[/v/directory/of/much/text/7 (a file of 7 bytes) is missing in the snapshot]");
        assertThat(process.waitFor()).isZero();
    }
}
