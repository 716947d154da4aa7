package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Backs up files whose writers keep an invariant at every moment, and checks it in each restored copy. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
@Tag("long")
abstract class ConsistencyContract {

    static final String WRITERS = "wal rollback counter mapped preserved uploads churn";
    private static final int CAPTURES = Integer.getInteger("slackwater.captures", 50);

    @TempDir
    Path directory;

    private final String project;

    /** @param project of the stack. Each class has its own, because the classes run at the same time */
    ConsistencyContract(String project) {
        this.project = project;
    }

    @BeforeEach
    @AfterEach
    void remove() {
        Stack.remove(project);
    }

    /** A quarter of a processor: the writers often wait in the middle of a write, and leave restic the rest. */
    void start(String method, String writers) throws Exception {
        Path script = Files.copy(Path.of("src/test/resources/writers.py"), directory.resolve("writers.py"));
        sh("docker run -d" + Stack.labels(project, "files") + " --label slackwater.method=" + method
                + " --init --cpus 0.25 -v "
                + project + "-data:/srv/files -v " + script
                + ":/writers.py:ro --label slackwater.volumes.exclude=/writers.py"
                + " --entrypoint python3 ghcr.io/open-webui/open-webui:main /writers.py " + writers);
        Shell.until("docker exec " + project + "-files-1 rm /srv/files/ready");
    }

    void assertCopiesKeepTheInvariant(AppHarness harness, EngineName engine) throws Exception {
        firstRun(harness);
        for (int capture = 0; capture < CAPTURES; capture++) {
            RunRecord run = backup(harness);
            assertThat(run.progress().engine()).contains(engine);
            assertThat(violations(harness, run)).as("capture %d", capture).isEmpty();
        }
    }

    AppHarness harness(String freezeTarget) throws Exception {
        return harness(freezeTarget, Optional.empty());
    }

    AppHarness harness(String freezeTarget, Optional<String> backrest) throws Exception {
        return new AppHarness(
                directory,
                project,
                "limits: { freezeTarget: " + freezeTarget + " }",
                UnaryOperator.identity(),
                Path.of("/var/run/docker.sock"),
                backrest);
    }

    static void firstRun(AppHarness harness) throws Exception {
        harness.look();
        harness.settled();
    }

    RunRecord backup(AppHarness harness) {
        RunRecord run = harness.backup(project + ".files.srv-files");
        assertThat(run.state()).as(run.message()).isEqualTo(RunState.SUCCEEDED);
        return run;
    }

    /** Restores the snapshot and returns what breaks the invariant in the copy. */
    List<String> violations(AppHarness harness, RunRecord run) throws Exception {
        Path tree = Path.of("/var/lib/docker/volumes/" + project + "-data/_data");
        Path tar = directory.resolve("snapshot.tar");
        Path target = Files.createDirectory(directory.resolve("restored"));
        try (OutputStream out = Files.newOutputStream(tar)) {
            harness.app.repository("critical").contents().dumpTar(run.snapshot().orElseThrow(), tree.toString(), out);
        }
        sh("tar -xf " + tar + " -C " + target);
        List<String> violations = violations(target.resolve(tree.toString().substring(1)));
        sh("rm -r " + target);
        return violations;
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
