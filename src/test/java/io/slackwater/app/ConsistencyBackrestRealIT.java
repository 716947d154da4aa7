package io.slackwater.app;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slackwater.journal.EngineName;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Copies of one pass, by the real Backrest. */
class ConsistencyBackrestRealIT extends ConsistencyContract {

    ConsistencyBackrestRealIT() {
        super("switbackrestreal");
    }

    @Test
    void aCopyByBackrestKeepsTheInvariant() throws Exception {
        assumeTrue(RealBackrestWorld.available());
        start("freeze", WRITERS);
        String name = "switbackrestreal-backrest";
        try (BackrestWorld backrest = new RealBackrestWorld(name, directory);
                AppHarness harness = harness("30s", Optional.of(backrest.proxy.url()))) {
            harness.provisioned();
            assertCopiesKeepTheInvariant(harness, EngineName.BACKREST);
        }
    }
}
