package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.RunRecords;
import io.slackwater.run.RecentRunLogs;
import java.time.Clock;
import java.time.ZoneOffset;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

class RunLogHandlerTest {

    private final RecentRunLogs logs = new RecentRunLogs(Clock.fixed(RunRecords.T0, ZoneOffset.UTC));

    private static ExtLogRecord line(String text) {
        return new ExtLogRecord(Level.INFO, text, RunLogHandlerTest.class.getName());
    }

    @Test
    void aLineThatIsLoggedInARunIsCopiedIntoItsLog() {
        try (RunLogHandler handler = RunLogHandler.install(logs)) {
            ExtLogRecord own = line("restic: locked");
            own.putMdc("run", "r1");
            handler.publish(own);
            handler.publish(line("about nothing"));
        }

        assertThat(logs.of("r1")).extracting(RecentRunLogs.Line::text).containsExactly("restic: locked");
    }
}
