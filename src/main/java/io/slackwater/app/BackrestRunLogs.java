package io.slackwater.app;

import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.engine.BackrestLogs;
import io.slackwater.journal.RunRecord;
import io.slackwater.ui.EngineLog;
import io.slackwater.ui.EngineLogs;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Reads the logs of Backrest for the pages of runs. */
@Singleton
final class BackrestRunLogs implements EngineLogs {

    private static final Logger LOG = Logger.getLogger(BackrestRunLogs.class);

    private final Optional<BackrestLogs> logs;

    BackrestRunLogs(Backups backups) {
        this.logs = backups.backrest.map(Backrest::logs);
    }

    @Override
    public EngineLog of(RunRecord run) {
        if (logs.isEmpty()) {
            return EngineLog.SILENT;
        }
        try {
            return EngineLog.of(logs.get().of(run));
        } catch (BackrestException e) {
            LOG.debugf("the log of Backrest is not shown run=%s reason=%s", run.id(), e.getMessage());
            return EngineLog.SILENT;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return EngineLog.SILENT;
        }
    }
}
