package io.slackwater;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** The lines that a class logs, until this is closed. */
public final class LogLines extends Handler implements AutoCloseable {

    /** Strong, because the log manager keeps only a weak reference. */
    private final Logger logger;

    private final List<String> lines = new CopyOnWriteArrayList<>();

    public LogLines(Class<?> of) {
        logger = Logger.getLogger(of.getName());
        logger.addHandler(this);
    }

    public List<String> all() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(line instanceof ExtLogRecord record ? record.getFormattedMessage() : line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
