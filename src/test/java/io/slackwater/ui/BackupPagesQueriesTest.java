package io.slackwater.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.RunRecords;
import io.slackwater.journal.Statements;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupPagesQueriesTest {

    private static final Instant NIGHT = Instant.parse("2026-06-01T00:00:05Z");

    @TempDir
    private Path directory;

    private List<String> ofWorkload(int datasets) {
        try (OverviewScene scene = new OverviewScene(directory.resolve("workload-" + datasets))) {
            List<String> names =
                    IntStream.range(0, datasets).mapToObj(i -> "app" + i).toList();
            scene.workload("shop", "db", names.toArray(String[]::new));
            names.forEach(name -> RunRecords.succeed(scene.journal, "run-" + name, "shop.db." + name, NIGHT));
            WorkloadPages pages = new WorkloadPages(scene.sources(), scene.clock);
            try (Statements statements = new Statements()) {
                pages.view("shop-db", RunListQuery.USUAL, Texts.ENGLISH);
                return statements.sent();
            }
        }
    }

    private List<String> ofDataset(int runs) {
        try (OverviewScene scene = new OverviewScene(directory.resolve("dataset-" + runs))) {
            scene.workload("shop", "db", "app");
            for (int i = 0; i < runs; i++) {
                RunRecords.succeed(scene.journal, "run-" + i, "shop.db.app", NIGHT.minus(Duration.ofDays(i)));
            }
            DatasetPages pages = new DatasetPages(scene.sources(), new DatasetAlarms(List::of), scene.clock);
            try (Statements statements = new Statements()) {
                pages.view("shop.db.app", RunListQuery.USUAL, SnapshotQuery.USUAL, Texts.ENGLISH);
                return statements.sent();
            }
        }
    }

    @Test
    void thePageOfAWorkloadNeedsNoQueryForEachDataset() {
        assertThat(ofWorkload(40)).isEqualTo(ofWorkload(2)).hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void thePageOfADatasetNeedsNoQueryForEachRunOrSnapshot() {
        assertThat(ofDataset(60)).isEqualTo(ofDataset(2)).hasSizeLessThanOrEqualTo(10);
    }
}
