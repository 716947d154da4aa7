package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpooledEntriesTest {

    @TempDir
    Path scratch;

    @Test
    void entriesAreReadAgainByBuckets() throws Exception {
        List<TreeEntry> added = new ArrayList<>(List.of(new TreeEntry("/v", "dir", 0, 5)));
        for (int file = 0; file < 1000; file++) {
            added.add(new TreeEntry("/v/\u00e4\n" + file, "file", file, -file));
        }
        List<TreeEntry> read = new ArrayList<>();
        try (SpooledEntries entries = new SpooledEntries(scratch)) {
            for (TreeEntry entry : added) {
                entries.add(entry);
            }
            assertThat(entries.size()).isEqualTo(1001);
            assertThat(entries.files()).isEqualTo(1000);
            assertThat(entries.bytes()).isEqualTo(499_500);
            for (int bucket = 0; bucket < SpooledEntries.BUCKETS; bucket++) {
                assertThat(entries.bucket(bucket)).hasSizeLessThan(40).isEqualTo(entries.bucket(bucket));
                read.addAll(entries.bucket(bucket));
            }
        }
        assertThat(read).containsExactlyInAnyOrderElementsOf(added);
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void namesWithOtherReplacementsAreInTheSameBucket() throws Exception {
        try (SpooledEntries one = new SpooledEntries(scratch);
                SpooledEntries other = new SpooledEntries(scratch)) {
            one.add(new TreeEntry("/v/a\uFFFDb", "file", 1, 1));
            other.add(new TreeEntry("/v/a\uFFFD\uFFFDb", "file", 1, 1));
            for (int bucket = 0; bucket < SpooledEntries.BUCKETS; bucket++) {
                assertThat(one.bucket(bucket)).hasSameSizeAs(other.bucket(bucket));
            }
        }
    }
}
