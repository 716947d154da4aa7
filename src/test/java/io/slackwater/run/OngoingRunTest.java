package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.health.TestClock;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RunProgress;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Trigger;
import io.slackwater.trust.RunFailure.Failed;
import io.slackwater.trust.RunFailure.Unverified;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OngoingRunTest {

    private static final Instant T0 = Instant.parse("2026-06-01T02:00:00Z");

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock(T0);
    private Journal journal;
    private OngoingRun log;

    @BeforeEach
    void open() {
        journal = Journal.open(directory.resolve("journal.db"), clock);
        Dataset app = new Dataset(
                "shop.db.app",
                new WorkloadId("shop", "db"),
                "app",
                new Source.Stream(new Kind("postgres"), "app", "dump"),
                Method.STREAM,
                "critical",
                List.of());
        log = OngoingRun.begin(
                new JournalListener(journal.runs(), journal.verdicts()), clock, "r1", app, "set-1", Trigger.API);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void aSnapshotIsAsOldAsItsData() {
        clock.advance(Duration.ofMinutes(5));
        log.capturing();
        clock.advance(Duration.ofMinutes(1));
        Instant first = clock.instant();
        log.reading();
        log.storing("repo-1");
        clock.advance(Duration.ofMinutes(30));
        log.repeats(new Failed("the network was away", EndCause.SOURCE, new IOException()));

        log.capturing();
        log.reading();
        Instant second = clock.instant();
        log.storing("repo-1");
        clock.advance(Duration.ofHours(3));
        log.verifying("repo-1", "snap-1", 10, 5, "cafe");
        clock.advance(Duration.ofHours(2));
        log.ended(Outcome.succeeded(log.verdict("shop.dump", "dump", Map.of("owner", "ann")), ""));

        assertThat(journal.verdicts().of("shop.db.app")).singleElement().satisfies(verified -> {
            assertThat(verified.time()).isEqualTo(second).isAfter(first);
            assertThat(verified.snapshot()).isEqualTo("snap-1");
            assertThat(verified.repository()).isEqualTo("repo-1");
            assertThat(verified.bytes()).isEqualTo(10);
            assertThat(verified.sha256()).isEqualTo("cafe");
            assertThat(verified.file()).isEqualTo("shop.dump");
            assertThat(verified.facts()).containsEntry("owner", "ann");
        });
        assertThat(journal.runs().find("r1").orElseThrow().ended()).contains(second.plus(Duration.ofHours(5)));
    }

    @Test
    void aRunWithoutACaptureTimeCannotSucceed() {
        log.capturing();
        log.storing("repo-1");
        log.verifying("repo-1", "snap-1", 10, 5, "cafe");
        assertThatThrownBy(() -> log.verdict("shop.dump", "dump", Map.of())).hasMessageContaining("r1");
        assertThat(journal.verdicts().of("shop.db.app")).isEmpty();
    }

    @Test
    void theReasonOfEveryFailedAttemptIsJournaled() {
        log.capturing();
        log.repeats(new Failed("pg_dump: the server\nclosed the connection", EndCause.SOURCE, new IOException()));
        clock.advance(Duration.ofMinutes(1));
        log.capturing();
        log.storing("repo-1");
        log.verifying("repo-1", "snap-2", 10, 10, "cafe");
        log.repeats(new Unverified("repository critical is locked", EndCause.NOT_CHECKED, new IOException()));
        log.capturing();
        log.ended(Outcome.failed(new Failed("no room", EndCause.REPOSITORY, new IOException()), RunState.FAILED));

        RunRecord run = journal.runs().find("r1").orElseThrow();
        assertThat(run.message()).isEqualTo("no room");
        assertThat(run.cause()).isEqualTo(EndCause.REPOSITORY);
        assertThat(run.attempt()).isEqualTo(3);
        assertThat(run.progress().earlier())
                .containsExactly(
                        new RunProgress.Ended(
                                1,
                                T0,
                                EndCause.SOURCE,
                                "pg_dump: the server closed the connection",
                                Optional.empty(),
                                Optional.of(Duration.ZERO)),
                        new RunProgress.Ended(
                                2,
                                T0.plusSeconds(60),
                                EndCause.NOT_CHECKED,
                                "repository critical is locked",
                                Optional.of("snap-2"),
                                Optional.of(Duration.ZERO)));
        assertThat(journal.runs().newest("shop.db.app", 1)).containsExactly(run);
    }

    @Test
    void bytesAreReportedAtMostOnceASecond() {
        List<Long> reports = new ArrayList<>();
        OngoingRun run = OngoingRun.begin(
                new RunEvents() {
                    @Override
                    public void read(RunRecord record, long bytes) {
                        reports.add(bytes);
                    }
                },
                clock,
                "r2",
                log.dataset(),
                "set-1",
                Trigger.API);
        for (int i = 1; i <= 25; i++) {
            run.bytes(i);
            clock.advance(Duration.ofMillis(100));
        }
        assertThat(reports).containsExactly(1L, 11L, 21L);
        assertThat(run.bytes()).isEqualTo(25);
    }
}
