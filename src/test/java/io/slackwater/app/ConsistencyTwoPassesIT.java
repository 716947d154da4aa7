package io.slackwater.app;

import io.slackwater.journal.EngineName;
import org.junit.jupiter.api.Test;

/** Copies of two passes. */
class ConsistencyTwoPassesIT extends ConsistencyContract {

    ConsistencyTwoPassesIT() {
        super("swittwopasses");
    }

    @Test
    void aCopyOfTwoPassesKeepsTheInvariant() throws Exception {
        start("freeze", WRITERS);
        try (AppHarness harness = harness("0s")) {
            assertCopiesKeepTheInvariant(harness, EngineName.EMBEDDED);
        }
    }
}
