package io.slackwater.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.health.TestClock;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RepositorySize;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositorySizesTest {

    private static final Instant T0 = Instant.parse("2026-06-01T00:00:00Z");

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock(T0);
    private Journal journal;

    @BeforeEach
    void open() {
        journal = Journal.open(directory.resolve("journal.db"), clock);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private RepositorySizes sizes() {
        return new RepositorySizes(journal.repositorySizes(), clock);
    }

    @Test
    void aSizeIsRecordedOnceADayAlsoAfterARestart() {
        sizes().measured(Map.of("critical", 10L));
        clock.advance(Duration.ofHours(23));
        sizes().measured(Map.of("critical", 11L));
        clock.advance(Duration.ofHours(1));
        sizes().measured(Map.of("critical", 12L));

        assertThat(sizes().recorded())
                .containsExactly(
                        new RepositorySize("critical", T0, 10),
                        new RepositorySize("critical", T0.plus(Duration.ofDays(1)), 12));
    }

    @Test
    void aNewRepositoryIsRecordedAtOnce() {
        RepositorySizes sizes = sizes();
        sizes.measured(Map.of("critical", 10L));
        clock.advance(Duration.ofHours(1));
        sizes.measured(Map.of("critical", 11L, "models", 5L));

        assertThat(sizes.recorded())
                .containsExactly(
                        new RepositorySize("critical", T0, 10),
                        new RepositorySize("models", T0.plus(Duration.ofHours(1)), 5));
    }

    @Test
    void sizesAreKeptForAYear() {
        RepositorySizes sizes = sizes();
        for (int day = 0; day < 400; day++) {
            sizes.measured(Map.of("critical", 10L + day));
            clock.advance(Duration.ofDays(1));
        }

        assertThat(sizes.recorded()).hasSize(367);
        assertThat(sizes.recorded().getFirst().bytes()).isEqualTo(43);
    }
}
