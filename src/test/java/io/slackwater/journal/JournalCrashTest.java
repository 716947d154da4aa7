package io.slackwater.journal;

import static io.slackwater.journal.RunRecords.T0;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalCrashTest {

    @TempDir
    Path dir;

    /** Writes runs until it is killed, and reports each durable run. */
    public static final class Writer {
        private Writer() {}

        public static void main(String[] args) {
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            Journal journal = Journal.open(Path.of(args[0]), Clock.systemUTC());
            for (int i = 0; ; i++) {
                RunRecords.succeed(journal, "r" + i, "a", T0.plusSeconds(i));
                journal.audit().append("writer", "run", "r" + i, "");
                out.println("committed r" + i);
            }
        }
    }

    @Test
    void aKilledProcessLeavesExactlyItsCommittedRecords() throws IOException, InterruptedException {
        for (int round = 0; round < 3; round++) {
            Path file = dir.resolve("journal-" + round + ".db");
            List<String> committed = killAfter(file, 15 + round * 7);
            try (Journal journal = Journal.open(file, Clock.systemUTC())) {
                for (String id : committed) {
                    assertThat(journal.runs().find(id).orElseThrow().state()).isEqualTo(RunState.SUCCEEDED);
                }
                // The one it was in the middle of may be there too, but then as one of its steps left it.
                assertThat(journal.runs().open()).hasSizeLessThanOrEqualTo(1);
                assertThat(journal.verdicts().of("a"))
                        .hasSameSizeAs(journal.runs()
                                .page(Optional.empty(), Optional.of(RunState.SUCCEEDED), Optional.empty(), 10_000));
                assertThat(journal.runs().page(Optional.empty(), Optional.empty(), Optional.empty(), 10_000))
                        .hasSizeBetween(committed.size(), committed.size() + 1);
                assertThat(journal.audit().verify()).isInstanceOf(AuditChain.Intact.class);
                journal.runs().queued(RunRecords.queued("after", "a", T0));
            }
        }
    }

    private static List<String> killAfter(Path file, int runs) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> committed = new ArrayList<>();
        try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
            String line;
            while ((line = out.readLine()) != null) {
                if (line.startsWith("committed ")) {
                    committed.add(line.substring("committed ".length()));
                }
                if (committed.size() == runs) {
                    child.toHandle().destroyForcibly(); // SIGKILL; its last lines can still be read
                }
            }
        }
        assertThat(child.waitFor()).isEqualTo(137);
        return committed;
    }
}
