package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.discovery.Dataset;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Trigger;
import io.slackwater.restore.RestoreTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A stack with every kind, and repositories that a test can break. Needs root. */
abstract class RepositoryFaultsScene {

    static final String PROJECT = "swfaultsrepo";
    static final String LIMITS = "limits: { attempts: 2, minFreeMiB: 1, idle: 8s, shrinkPercent: 100 }";
    static final String APP = PROJECT + ".db.app";
    static final String ROLES = PROJECT + ".db.roles";
    static final String REDIS = PROJECT + ".cache.rdb";

    /** One dataset per repository, a dump and a tree: enough for faults of repositories. */
    static final Predicate<String> SOME = dataset ->
            Set.of(APP, REDIS).contains(dataset) || dataset.contains(".files.") || dataset.contains(".models.");

    @TempDir
    static Path directory;

    static volatile Predicate<String> struck = dataset -> false;
    static AppHarness harness;
    static FlippedBytes flips;
    static Path repositories;

    @BeforeAll
    static void start() throws Exception {
        Stack.remove(PROJECT);
        repositories = Files.createDirectories(directory.resolve("repos"));
        Path disk = Files.createDirectory(repositories.resolve("critical"));
        sh("mount -t tmpfs -o size=96m tmpfs " + disk);
        Stack.postgres(PROJECT, "db");
        Stack.redis(PROJECT, "cache");
        Stack.volume(PROJECT, "files");
        Stack.openWebUi(PROJECT, "webui");
        Stack.ollama(PROJECT, "models");
        flips = new FlippedBytes(repositories, dataset -> struck.test(dataset));
        harness = new AppHarness(directory, PROJECT, LIMITS, flips::on);
        // The very first backups of these are hit: there is no older pack to take anything from.
        struck = dataset -> !Set.of(ROLES, REDIS).contains(dataset);
        harness.look();
        harness.settled();
    }

    @AfterAll
    static void stop() throws Exception {
        if (harness != null) {
            harness.close();
        }
        sh("umount -l " + repositories.resolve("critical") + " || true");
        Stack.remove(PROJECT);
    }

    @AfterEach
    void endFaults() {
        struck = dataset -> false;
        flips.repair();
    }

    static String repositoryOf(RunRecord run) {
        return Objects.requireNonNull(
                        harness.app.policy().plans().get(run.identity().plan()))
                .repository();
    }

    static RunRecord of(Map<String, RunRecord> runs, String dataset) {
        return Objects.requireNonNull(runs.get(dataset), dataset);
    }

    static List<String> snapshotsOf(RunRecord run) {
        try {
            String name = repositoryOf(run);
            return harness.app.repository(name).snapshots("plan:" + run.dataset()).stream()
                    .map(snapshot -> snapshot.id())
                    .toList();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static RestoreRecord restore(String dataset) throws Exception {
        return harness.restore(dataset, new RestoreTarget.Volume(PROJECT + "-restored"));
    }

    static Map<String, RunRecord> backupAll() throws Exception {
        return backup(dataset -> true);
    }

    static Map<String, RunRecord> backup(Predicate<String> wanted) throws Exception {
        harness.settled();
        List<Dataset> chosen = harness.app.inventory().datasets().stream()
                .filter(dataset -> wanted.test(dataset.id()))
                .toList();
        harness.app.runs().submit(chosen, Trigger.API);
        Map<String, RunRecord> newest = new TreeMap<>();
        harness.settled().stream()
                .filter(run -> wanted.test(run.dataset()))
                .forEach(run -> newest.put(run.dataset(), run));
        return newest;
    }

    static double up(String repository) {
        return harness.meters
                .get("slackwater.repository.up")
                .tag("repository", repository)
                .gauge()
                .value();
    }

    static void assertSucceeded(RunRecord run) {
        assertThat(run.state()).as(run.dataset() + ": " + run.message()).isEqualTo(RunState.SUCCEEDED);
    }

    static String dataset(String service) {
        return harness.datasets().stream()
                .filter(id -> id.startsWith(PROJECT + "." + service))
                .findFirst()
                .orElseThrow();
    }

    static String listing(Path directory) throws Exception {
        return sh("find " + directory + " -type f | sort");
    }

    static void putBack(Path aside, Path there) throws Exception {
        sh("rm -rf " + there);
        Files.move(aside, there);
    }
}
