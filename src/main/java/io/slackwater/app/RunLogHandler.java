package io.slackwater.app;

import io.slackwater.run.RecentRunLogs;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.LogContext;

/** Copies each line that Slackwater logs while a run works into the log of that run. */
final class RunLogHandler extends ExtHandler implements AutoCloseable {

    private static final String OWN = "io.slackwater";

    private final RecentRunLogs logs;

    private RunLogHandler(RecentRunLogs logs) {
        this.logs = logs;
    }

    /** Begins to copy, until the result is closed. */
    static RunLogHandler install(RecentRunLogs logs) {
        RunLogHandler handler = new RunLogHandler(logs);
        LogContext.getLogContext().getLogger(OWN).addHandler(handler);
        return handler;
    }

    @Override
    protected void doPublish(ExtLogRecord line) {
        String run = line.getMdc("run");
        if (run != null) {
            logs.add(run, line.getFormattedMessage());
        }
    }

    @Override
    public void close() {
        LogContext.getLogContext().getLogger(OWN).removeHandler(this);
    }
}
