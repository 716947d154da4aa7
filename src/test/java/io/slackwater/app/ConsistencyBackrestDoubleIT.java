package io.slackwater.app;

import io.slackwater.journal.EngineName;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Copies of one pass, by the double of Backrest. */
class ConsistencyBackrestDoubleIT extends ConsistencyContract {

    ConsistencyBackrestDoubleIT() {
        super("switbackrestdouble");
    }

    @Test
    void aCopyByBackrestKeepsTheInvariant() throws Exception {
        start("freeze", WRITERS);
        String name = "switbackrestdouble-backrest";
        try (BackrestWorld backrest = DoubleBackrestWorld.in(name, directory);
                AppHarness harness = harness("30s", Optional.of(backrest.proxy.url()))) {
            harness.provisioned();
            assertCopiesKeepTheInvariant(harness, EngineName.BACKREST);
        }
    }
}
