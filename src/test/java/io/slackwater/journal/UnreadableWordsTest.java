package io.slackwater.journal;

import static io.slackwater.journal.RunRecords.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnreadableWordsTest {

    private static final String DATASET = "shop.db.orders";

    @TempDir
    Path dir;

    private Journal journal;

    @BeforeEach
    void aDamagedRunBetweenTwoGoodOnes() {
        journal = Journal.open(dir.resolve("journal.db"), Clock.systemUTC());
        RunRecords.succeed(journal, "first", DATASET, T0);
        RunRecords.end(journal, "damaged", DATASET, T0.plusSeconds(60), RunState.FAILED, "why");
        RunRecords.succeed(journal, "last", DATASET, T0.plusSeconds(120));
        change("DROP TRIGGER run_ended_stays");
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void aRunWithUnknownWordsIsUnreadableAndHidesNoOtherRun() {
        change("UPDATE run SET cause = 'NONSENSE', \"trigger\" = '', engine = 'rsync',"
                + " earlier = '[{\"attempt\":1,\"at\":0,\"cause\":\"OTHER\",\"reason\":\"no\"}]' WHERE id = 'damaged'");

        List<RunRecord> runs = journal.runs().newest(DATASET, 10);

        assertThat(runs).extracting(RunRecord::id).containsExactly("last", "damaged", "first");
        RunRecord damaged = runs.get(1);
        assertThat(damaged.cause()).isEqualTo(EndCause.UNREADABLE);
        assertThat(damaged.trigger()).isEqualTo(Trigger.UNREADABLE);
        assertThat(damaged.progress().engine()).isEmpty();
        assertThat(damaged.progress().earlier())
                .extracting(RunProgress.Ended::cause)
                .containsExactly(EndCause.UNREADABLE);
        assertThat(damaged.message()).isEqualTo("why");
    }

    @Test
    void periodicWorkReadsThePastOfTheDataset() {
        change("UPDATE run SET cause = 'NONSENSE' WHERE id = 'last'");

        DatasetPast past = journal.history().latest(List.of(DATASET)).getFirst();

        assertThat(past.runs().ended().map(RunRecord::cause)).contains(EndCause.UNREADABLE);
        assertThat(past.runs().success().map(RunRecord::id)).contains("last");
    }

    @Test
    void theLogNamesTheRunOnce() {
        change("UPDATE run SET id = 'run-in-the-log', cause = 'NONSENSE' WHERE id = 'damaged'");
        List<String> lines = new ArrayList<>();
        Handler log = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(ExtLogRecord.wrap(line).getFormattedMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(UnreadableWords.class.getName());
        logger.addHandler(log);
        try {
            journal.runs().newest(DATASET, 10);
            journal.runs().newest(DATASET, 10);
        } finally {
            logger.removeHandler(log);
        }

        assertThat(lines)
                .singleElement()
                .asString()
                .contains("entry=run-in-the-log")
                .contains("NONSENSE");
    }

    @Test
    void aWordThatTheTableChecksIsStillRefused() {
        assertThatThrownBy(() -> change("UPDATE run SET state = 'NONSENSE' WHERE id = 'damaged'"))
                .hasMessageContaining("CHECK");
        assertThat(journal.runs().find("damaged").map(RunRecord::state)).isEqualTo(Optional.of(RunState.FAILED));
    }

    private void change(String statement) {
        TestJournal.execute(dir.resolve("journal.db"), statement);
    }
}
