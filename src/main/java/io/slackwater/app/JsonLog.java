package io.slackwater.app;

import java.util.logging.Handler;
import java.util.logging.Level;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.formatters.JsonFormatter;
import org.jboss.logmanager.handlers.ConsoleHandler;

/** The log as JSON on stdout: one object per line, from the first line on. */
final class JsonLog {

    private JsonLog() {}

    /**
     * Writes the log of this process as JSON, instead of the text that Quarkus writes. Must be called before Quarkus
     * starts.
     *
     * @param level the level of Slackwater's own lines
     */
    static void start(String level) {
        Handler console = new ConsoleHandler(ConsoleHandler.Target.SYSTEM_OUT, formatter());
        // Until Quarkus sets the levels of the loggers, each logger passes everything on.
        console.setLevel(mostDetailed(level));
        LogContext.getLogContext().getLogger("").addHandler(console);
        System.setProperty("quarkus.log.console.enabled", "false");
    }

    /** The lines of the libraries have the level INFO. */
    private static Level mostDetailed(String level) {
        Level own = LogContext.getLogContext().getLevelForName(level);
        return own.intValue() < Level.INFO.intValue() ? own : Level.INFO;
    }

    static ExtFormatter formatter() {
        JsonFormatter formatter = new JsonFormatter();
        formatter.setExceptionOutputType(JsonFormatter.ExceptionOutputType.FORMATTED);
        return formatter;
    }
}
