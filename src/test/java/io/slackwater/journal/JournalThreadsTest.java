package io.slackwater.journal;

import static io.slackwater.journal.RunRecords.T0;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalThreadsTest {

    private static final int THREADS = 8;

    @TempDir
    Path dir;

    private Journal journal;

    @BeforeEach
    void open() {
        journal = Journal.open(dir.resolve("j.db"), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private void together(java.util.function.IntConsumer each) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int n = i;
                all.add(threads.submit(() -> {
                    start.await();
                    each.accept(n);
                    return n;
                }));
            }
            start.countDown();
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    @Test
    void noRecordIsLostByConcurrentWritesAndCopies() throws Exception {
        together(n -> {
            for (int i = 0; i < 20; i++) {
                RunRecords.succeed(journal, "r-" + n + "-" + i, "dataset-" + n, T0.plusSeconds(i));
                journal.audit().append("thread-" + n, "run", "r" + i, "");
                if (i == 10) {
                    journal.copyTo(dir.resolve("copy-" + n));
                }
            }
        });
        assertThat(journal.runs().page(Optional.empty(), Optional.of(RunState.SUCCEEDED), Optional.empty(), 1000))
                .hasSize(THREADS * 20);
        assertThat(journal.verdicts().of("dataset-3")).hasSize(20);
        assertThat(journal.audit().verify()).isInstanceOf(AuditChain.Intact.class);
        try (Journal copy = Journal.open(dir.resolve("copy-0"), Clock.systemUTC())) {
            assertThat(copy.audit().verify()).isInstanceOf(AuditChain.Intact.class);
        }
    }

    @Test
    void onlyOneOfManyThreadsEndsARun() throws Exception {
        RunRecord run = RunRecords.verifying(journal, "r1", "a", T0);
        AtomicInteger winners = new AtomicInteger();
        together(n -> {
            try {
                RunRecord success = RunRecords.in(run, RunState.SUCCEEDED, T0, "");
                if (n % 2 == 0) {
                    journal.runs().update(RunRecords.in(run, RunState.CANCELLED, T0, "by " + n));
                } else {
                    journal.verdicts().verified(RunRecords.verdict(success, T0), success);
                }
                winners.incrementAndGet();
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("cannot become");
            }
        });
        assertThat(winners).hasValue(1);
        RunState end = journal.runs().find("r1").orElseThrow().state();
        assertThat(journal.verdicts().of("a")).hasSize(end == RunState.SUCCEEDED ? 1 : 0);
    }

    @Test
    void anInterruptedThreadRecordsAThaw() {
        long lease = journal.leases()
                .intended(new LeaseRecord(
                        0, "r", "d", java.util.Map.of("c", T0), T0, "boot", java.time.Duration.ofSeconds(1), false));
        Thread.currentThread().interrupt();
        journal.leases().thawed(lease, "interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(journal.leases().open()).isEmpty();
    }
}
