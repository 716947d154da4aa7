package io.slackwater.app;

import io.slackwater.journal.EngineName;
import org.junit.jupiter.api.Test;

/** Copies of one pass, by Slackwater's own restic. */
class ConsistencyOnePassIT extends ConsistencyContract {

    ConsistencyOnePassIT() {
        super("switonepass");
    }

    @Test
    void aCopyOfOnePassKeepsTheInvariant() throws Exception {
        start("freeze", WRITERS);
        try (AppHarness harness = harness("30s")) {
            assertCopiesKeepTheInvariant(harness, EngineName.EMBEDDED);
        }
    }
}
