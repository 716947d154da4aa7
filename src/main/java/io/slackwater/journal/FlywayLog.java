package io.slackwater.journal;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;
import org.jboss.logging.Logger;

/** Flyway's log in ours: the six lines that it writes at every start are of interest to nobody, unless asked for by level. */
public final class FlywayLog implements LogCreator {

    @Override
    public Log createLogger(Class<?> owner) {
        Logger log = Logger.getLogger(owner);
        return new Log() {
            @Override
            public boolean isDebugEnabled() {
                return log.isTraceEnabled();
            }

            @Override
            public void debug(String message) {
                log.trace(message);
            }

            @Override
            public void info(String message) {
                log.debug(message);
            }

            @Override
            public void notice(String message) {
                log.debug(message);
            }

            @Override
            public void warn(String message) {
                log.warn(message);
            }

            @Override
            public void error(String message) {
                log.error(message);
            }

            @Override
            public void error(String message, Exception cause) {
                log.error(message, cause);
            }
        };
    }
}
