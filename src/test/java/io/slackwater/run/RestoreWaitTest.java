package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slackwater.discovery.Dataset;
import io.slackwater.journal.Journal;
import io.slackwater.journal.ReplacedData;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoredObject;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.Trigger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs of a workload of which a restore replaces data. */
@Timeout(30)
class RestoreWaitTest {

    @TempDir
    Path directory;

    private Journal journal;
    private RestoreWait restores;
    private RestoreRecord restore;
    private final Dataset dataset = Environments.CACHE;

    @BeforeEach
    void open() {
        journal = Journal.open(directory.resolve("journal.db"), Clock.systemUTC());
        restores = new RestoreWait(journal.replacedData(), Duration.ofMillis(10));
        String workload = dataset.workload().value();
        restore = RestoreRecord.begun("r1", dataset.id(), "snap", "it", Instant.EPOCH, Optional.empty());
        journal.replacedData()
                .begin(List.of(new ReplacedData(
                        "r1", 0, dataset.id(), "snap", "k", "f", workload, "n", "b", "", Optional.empty())));
        journal.restores().begin(restore, new RestoredObject(RestoredObject.Type.IN_PLACE, "", "it"));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private OngoingRun queued(Trigger trigger) {
        return OngoingRun.begin(
                new JournalListener(journal.runs(), journal.verdicts()),
                Clock.systemUTC(),
                "run-1",
                dataset,
                "set",
                trigger);
    }

    @Test
    void aRunWaitsForTheEndOfTheRestoreAndSaysWhy() throws Exception {
        OngoingRun run = queued(Trigger.SCHEDULE);
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                restores.await(run);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(() -> !message().isEmpty());
        assertThat(message()).startsWith("waits for the end of restore r1, which replaces data of workload ");
        assertThat(waiting.isAlive()).isTrue();

        journal.restores().update(restore.end(RestoreRecord.State.SUCCEEDED, Instant.EPOCH, ""));
        waiting.join();
        assertThat(message()).isEmpty();
    }

    private String message() {
        return journal.runs().find("run-1").map(RunRecord::message).orElseThrow();
    }

    @Test
    void theSafetySnapshotOfTheRestoreDoesNotWait() throws Exception {
        restores.await(queued(Trigger.RESTORE));
        assertThat(message()).isEmpty();
        assertThat(restores.reason(dataset.workload().value(), Trigger.BACKREST))
                .isPresent();
        assertThat(restores.reason("shop-other", Trigger.BACKREST)).isEmpty();
    }
}
