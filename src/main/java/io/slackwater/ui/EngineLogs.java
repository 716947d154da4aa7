package io.slackwater.ui;

import io.slackwater.journal.RunRecord;

/** Returns what restic reported in a run that Backrest carried out. Waits for Backrest for some seconds at most. */
@FunctionalInterface
public interface EngineLogs {

    EngineLog of(RunRecord run);
}
