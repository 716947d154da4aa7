package io.slackwater.app;

import io.slackwater.journal.EngineName;
import org.junit.jupiter.api.Test;

/** Copies of two passes. */
class ConsistencyTwoPassesIT extends ConsistencyContract {

    ConsistencyTwoPassesIT() {
        super("swittwopasses");
    }

    /** 1 s is below the start of restic, so that each backup needs two passes. */
    @Test
    void aCopyOfTwoPassesKeepsTheInvariant() throws Exception {
        start("freeze", WRITERS);
        try (AppHarness harness = harness("1s")) {
            assertCopiesKeepTheInvariant(harness, EngineName.EMBEDDED);
        }
    }
}
