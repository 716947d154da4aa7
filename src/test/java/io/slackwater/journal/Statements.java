package io.slackwater.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Collects the statements that the stores of a journal send, until it is closed. */
public final class Statements extends Handler implements AutoCloseable {

    private final List<String> sent = new ArrayList<>();
    private final Logger logger = Logger.getLogger(Sql.class.getName());
    private final Level level = logger.getLevel();

    public Statements() {
        setLevel(Level.ALL);
        logger.setLevel(Level.ALL);
        logger.setUseParentHandlers(false);
        logger.addHandler(this);
    }

    public synchronized List<String> sent() {
        return List.copyOf(sent);
    }

    @Override
    public synchronized void publish(LogRecord line) {
        sent.add(line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
        logger.setLevel(level);
    }
}
