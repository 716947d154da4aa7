package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slackwater.journal.EngineName;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backs up files whose writers keep an invariant at every moment, and checks it in each restored copy. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
@Tag("long")
class ConsistencyIT {

    private static final String PROJECT = "switwriters";
    private static final String FILES = PROJECT + "-files-1";
    private static final String ID = PROJECT + ".files.srv-files";
    private static final Path TREE = Path.of("/var/lib/docker/volumes/" + PROJECT + "-data/_data");
    private static final String WRITERS = "wal rollback counter mapped preserved uploads churn";
    private static final int CAPTURES = Integer.getInteger("slackwater.captures", 50);

    @TempDir
    Path directory;

    @BeforeEach
    @AfterEach
    void remove() {
        Stack.remove(PROJECT);
    }

    private void start(String method, String writers) throws Exception {
        Path script = Files.copy(Path.of("src/test/resources/writers.py"), directory.resolve("writers.py"));
        sh("docker run -d" + Stack.labels(PROJECT, "files") + " --label slackwater.method=" + method + " --init -v "
                + PROJECT + "-data:/srv/files -v " + script
                + ":/writers.py:ro --label slackwater.volumes.exclude=/writers.py"
                + " --entrypoint python3 ghcr.io/open-webui/open-webui:main /writers.py " + writers);
        Shell.until("docker exec " + FILES + " rm /srv/files/ready");
    }

    /** 1 s is below the start of restic, so that each backup needs two passes. */
    @ParameterizedTest
    @ValueSource(strings = {"30s", "1s"})
    void aFrozenCopyKeepsTheInvariant(String freezeTarget) throws Exception {
        start("freeze", WRITERS);
        try (AppHarness harness = harness(freezeTarget)) {
            assertCopiesKeepTheInvariant(harness, EngineName.EMBEDDED);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFrozenCopyByBackrestKeepsTheInvariant(boolean real) throws Exception {
        assumeTrue(!real || RealBackrestWorld.available());
        start("freeze", WRITERS);
        String name = PROJECT + "-backrest";
        try (BackrestWorld backrest =
                        real ? new RealBackrestWorld(name, directory) : DoubleBackrestWorld.in(name, directory);
                AppHarness harness = harness("30s", Optional.of(backrest.proxy.url()))) {
            harness.provisioned();
            assertCopiesKeepTheInvariant(harness, EngineName.BACKREST);
        }
    }

    private void assertCopiesKeepTheInvariant(AppHarness harness, EngineName engine) throws Exception {
        firstRun(harness);
        for (int capture = 0; capture < CAPTURES; capture++) {
            RunRecord run = harness.backup(ID);
            assertThat(run.state()).as(run.message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(run.progress().engine()).contains(engine);
            assertThat(violations(restored(harness, run, capture)))
                    .as("capture %d", capture)
                    .isEmpty();
        }
    }

    /** Proves that the check finds torn data: restic waits between the two files of a writer, until it has written both. */
    @Test
    void anUnfrozenCopyOfAWriterAtABarrierBreaksTheInvariantEachTime() throws Exception {
        start("hot", "barrier");
        try (AppHarness harness = harness("2s")) {
            firstRun(harness);
            for (int capture = 0; capture < 10; capture++) {
                RunRecord run = harness.backup(ID);
                assertThat(run.state()).as(run.message()).isEqualTo(RunState.SUCCEEDED);
                assertThat(violations(restored(harness, run, capture)))
                        .as("capture %d", capture)
                        .isNotEmpty();
            }
        }
    }

    /** restic waits at the same barrier, until Linux ends the lease after 45 s. The paused writer writes nothing meanwhile. */
    @Test
    void aFrozenCopyOfAWriterAtABarrierKeepsTheInvariant() throws Exception {
        start("freeze", "barrier");
        try (AppHarness harness = harness("30s")) {
            firstRun(harness);
            RunRecord run = harness.backup(ID);
            assertThat(run.state()).as(run.message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(run.frozen()).as("the barrier").isGreaterThan(Duration.ofSeconds(40));
            assertThat(violations(restored(harness, run, 0))).isEmpty();
        }
    }

    private AppHarness harness(String freezeTarget) throws Exception {
        return harness(freezeTarget, Optional.empty());
    }

    private AppHarness harness(String freezeTarget, Optional<String> backrest) throws Exception {
        return new AppHarness(
                directory,
                PROJECT,
                "limits: { freezeTarget: " + freezeTarget + " }",
                UnaryOperator.identity(),
                Path.of("/var/run/docker.sock"),
                backrest);
    }

    private static void firstRun(AppHarness harness) throws Exception {
        harness.look();
        harness.settled();
    }

    private Path restored(AppHarness harness, RunRecord run, int capture) throws Exception {
        Path tar = directory.resolve("snapshot.tar");
        Path target = Files.createDirectory(directory.resolve("restored" + capture));
        try (OutputStream out = Files.newOutputStream(tar)) {
            harness.app.repository("critical").contents().dumpTar(run.snapshot().orElseThrow(), TREE.toString(), out);
        }
        sh("tar -xf " + tar + " -C " + target);
        return target.resolve(TREE.toString().substring(1));
    }

    private static List<String> violations(Path copy) throws Exception {
        List<String> violations = new ArrayList<>();
        for (String name : List.of("wal.db", "rollback.db")) {
            if (Files.exists(copy.resolve(name))) {
                long sum = sum(copy.resolve(name));
                if (sum != 2000) {
                    violations.add("the sum of " + name + " is " + sum);
                }
            }
        }
        for (String name : List.of("count", "kept", "step")) {
            Path first = copy.resolve("a." + name);
            if (Files.exists(first)) {
                compare(name, number(first, 0), number(copy.resolve("z." + name), 0), violations);
            }
        }
        if (Files.exists(copy.resolve("mapped"))) {
            Path mapped = copy.resolve("mapped");
            compare("mapped", number(mapped, 0), number(mapped, 4 << 20), violations);
        }
        if (Files.exists(copy.resolve("uploads.db"))) {
            violations.addAll(rowsWithoutFile(copy));
        }
        return violations;
    }

    private static List<String> rowsWithoutFile(Path copy) throws Exception {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy.resolve("uploads.db"));
                Statement statement = connection.createStatement();
                ResultSet all = statement.executeQuery("SELECT id FROM upload")) {
            while (all.next()) {
                Path file = copy.resolve("uploads").resolve(all.getString(1));
                if (!Files.exists(file) || !Files.readString(file).equals(all.getString(1))) {
                    rows.add("upload " + all.getString(1) + " has no file with its content");
                }
            }
        }
        return rows;
    }

    private static void compare(String name, long first, long second, List<String> violations) {
        if (first != second && first != second + 1) {
            violations.add(name + " has " + first + " and " + second);
        }
    }

    private static long number(Path file, int offset) throws Exception {
        return ByteBuffer.wrap(Files.readAllBytes(file)).getLong(offset);
    }

    private static long sum(Path database) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet sum = statement.executeQuery("SELECT sum(money) FROM account")) {
            return sum.getLong(1);
        }
    }
}
