package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static io.slackwater.app.Shell.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.discovery.Uncovered;
import io.slackwater.journal.AuditChain;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoreStep;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.kind.DumpedTable;
import io.slackwater.kind.RestoreException;
import io.slackwater.restore.DownloadSpool;
import io.slackwater.restore.Requester;
import io.slackwater.restore.RestoreTarget;
import io.slackwater.restore.Restores;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real services are found by their label, backed up, verified, restored beside the original and compared. */
class BackupAndRestoreIT {

    private static final String PROJECT = "switapp";

    @TempDir
    static Path directory;

    private static AppHarness harness;

    @BeforeAll
    static void start() throws Exception {
        remove();
        Stack.postgres(PROJECT, "db");
        Stack.redis(PROJECT, "cache");
        Stack.volume(PROJECT, "files");
        sh("docker exec switapp-files-1 truncate -s 8M /data/holes");
        harness = AppHarness.of(directory, PROJECT);
        harness.look();
        harness.settled();
    }

    @AfterAll
    static void stop() throws Exception {
        if (harness != null) {
            harness.close();
        }
        remove();
    }

    private static void remove() {
        Stack.remove(PROJECT);
        sh(
                "docker volume rm -f switapp-restored switapp-redis switapp-untarred switapp-half switapp-kept switapp-stranger >/dev/null");
    }

    @Test
    void labelledContainersAreFoundAndBackedUpAtOnce() {
        List<RunRecord> runs = harness.settled();
        assertThat(runs)
                .allSatisfy(run -> assertThat(run.state())
                        .as(run.dataset() + ": " + run.message())
                        .isEqualTo(RunState.SUCCEEDED));
        assertThat(harness.datasets())
                .as(String.valueOf(harness.app.inventory().uncovered()))
                .contains("switapp.db.roles", "switapp.db.app", "switapp.cache.rdb")
                .anyMatch(id -> id.contains("we-ird-db"))
                .anyMatch(id -> id.startsWith("switapp.files"));
    }

    @Test
    void aDatabaseIsRestoredBesideTheOriginalWithTheSameRows() throws Exception {
        String restore = restore("switapp.db.app", new RestoreTarget.Database(Optional.empty(), "app_restored", true));

        String checksum = "select md5(string_agg(t::text, '|' order by id)) || ' ' ||"
                + " (select md5(string_agg(data, '' order by pageno)) from pg_largeobject) || ' ' ||"
                + " (select count(*) from pg_indexes where indexdef like '%hnsw%') from items t";
        assertThat(Stack.psql(PROJECT, "db", "app_restored", checksum))
                .isEqualTo(Stack.psql(PROJECT, "db", "app", checksum))
                .contains(" 1");

        harness.look();
        assertThat(harness.datasets()).doesNotContain("switapp.db.app_restored");
        assertThat(harness.app.inventory().uncovered())
                .filteredOn(one -> one.subject().text().equals("database app_restored"))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.severity()).isEqualTo(Uncovered.Severity.NOTE);
                    assertThat(one.reason()).contains("Restore " + restore + " created it as a copy");
                });
    }

    @Test
    void aRedisDumpIsRestoredIntoAVolumeThatAnAppendOnlyServerLoads() throws Exception {
        restore("switapp.cache.rdb", new RestoreTarget.Volume("switapp-redis"));

        sh("docker run -d --name switapp-restored-redis --label com.docker.compose.project=switapp"
                + " -v switapp-redis:/data redis:8 redis-server --appendonly yes");
        until("docker exec switapp-restored-redis redis-cli ping | grep -q PONG");
        assertThat(sh("docker exec switapp-restored-redis redis-cli dbsize")).contains("1001");
        assertThat(sh("docker exec switapp-restored-redis redis-cli get 'key with blank'"))
                .contains("value ✓");
    }

    @Test
    void aTreeIsRestoredIntoANewVolumeWithOwnersModesAndLinks() throws Exception {
        restore(files(), new RestoreTarget.Volume("switapp-restored"));

        assertThat(listing("switapp-restored")).isEqualTo(listing("switapp-files-data"));
        assertThat(sh("docker run --rm -v switapp-restored:/v debian:trixie-slim stat -c '%s %b' /v/holes"))
                .as("the length of a file with holes, and its blocks on the disk")
                .isEqualTo("8388608 0");
    }

    private static String files() {
        return harness.datasets().stream()
                .filter(id -> id.startsWith("switapp.files"))
                .findFirst()
                .orElseThrow();
    }

    /** Names, types, modes, owners, link targets and contents of all entries of a volume. */
    private static String listing(String volume) {
        return sh("docker run --rm -v " + volume + ":/v debian:trixie-slim bash -c \"cd /v"
                + " && find . -printf '%P %y %m %U:%G %l\\n' | sort"
                + " && find . -type f -print0 | sort -z | xargs -0 sha256sum\"");
    }

    @Test
    void theRolesCanBeDownloaded() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        harness.app
                .restores()
                .download(new Requester("ann", true), "switapp.db.roles", "latest", "")
                .content()
                .writeTo(bytes);
        assertThat(bytes.toString()).contains("CREATE ROLE webapp;").contains("SCRAM-SHA-256");
    }

    @Test
    void theTablesOfADumpAreListed() throws Exception {
        assertThat(harness.app.dumpContents().tables(new Requester("eve", false), "switapp.db.app", "latest"))
                .extracting(DumpedTable::name)
                .containsExactlyInAnyOrderElementsOf(Stack.psql(
                                PROJECT,
                                "db",
                                "app",
                                "select schemaname || '.' || tablename from pg_tables"
                                        + " where schemaname not in ('pg_catalog', 'information_schema')")
                        .lines()
                        .toList());
    }

    @Test
    void aVolumeIsDownloadedAsATar() throws Exception {
        Path tar = directory.resolve("files.tar");
        Restores.Download download = harness.app.restores().download(new Requester("ann", true), files(), "latest", "");
        DownloadSpool.Complete file = new DownloadSpool(directory.resolve("spool")).read(download);
        try (InputStream content = file.content()) {
            Files.copy(content, tar);
        }
        assertThat(download.name()).isEqualTo("_data.tar");
        assertThat(Files.size(tar)).isEqualTo(file.size());
        assertThat(sh("sha256sum <" + tar)).startsWith(file.sha256());
        sh("docker volume create switapp-untarred");
        sh(
                "docker run --rm -i -v switapp-untarred:/v debian:trixie-slim tar xp --strip-components=1 --numeric-owner -C /v <"
                        + tar);
        // The tar has no entry for its first directory.
        assertThat(listing("switapp-untarred").lines().filter(line -> !line.startsWith(" d ")))
                .containsExactlyElementsOf(listing("switapp-files-data")
                        .lines()
                        .filter(line -> !line.startsWith(" d "))
                        .toList());
        assertThat(directory.resolve("spool")).isEmptyDirectory();
    }

    @Test
    void aTargetThatExistsIsRefusedAtOnce() {
        Path filled = directory.resolve("restores/filled");
        sh("mkdir " + filled + " && touch " + filled + "/file");
        refused(
                "switapp.db.app",
                new RestoreTarget.Database(Optional.empty(), "app", true),
                "database app exists already");
        refused(
                "switapp.cache.rdb",
                new RestoreTarget.Volume("switapp-files-data"),
                "volume switapp-files-data exists");
        refused("switapp.cache.rdb", new RestoreTarget.Directory(filled), "directory " + filled + " is not empty");
    }

    @Test
    void aTargetThatCannotBeCreatedIsRefusedAtOnceWithTheRemedy() {
        Path far = directory.resolve("restores/not/there");
        assertThatThrownBy(() -> harness.app
                        .restores()
                        .start(
                                new Requester("ann", true),
                                "switapp.cache.rdb",
                                "latest",
                                new RestoreTarget.Directory(far)))
                .isInstanceOfSatisfying(
                        RestoreException.class, e -> assertThat(e.reason()).isEqualTo(RestoreException.Reason.INVALID))
                .hasMessageContaining("mkdir -p " + far.getParent());
        assertThat(far.getParent()).doesNotExist();
    }

    @Test
    void aDirectoryThatThePolicyDoesNotAllowIsRefusedAtOnceAndNotCreated() {
        for (Path path : List.of(
                Path.of("/etc/switapp-restored"),
                directory.resolve("secrets/switapp-restored"),
                directory.resolve("repos/switapp-restored"),
                directory.resolve("elsewhere"),
                directory.resolve("restores"))) {
            assertThatThrownBy(() -> harness.app
                            .restores()
                            .start(
                                    new Requester("ann", true),
                                    "switapp.cache.rdb",
                                    "latest",
                                    new RestoreTarget.Directory(path)))
                    .as(path.toString())
                    .isInstanceOfSatisfying(
                            RestoreException.class,
                            e -> assertThat(e.reason()).isEqualTo(RestoreException.Reason.INVALID))
                    .hasMessageContaining(path.toString())
                    .hasMessageContaining(directory.resolve("restores").toString())
                    .hasMessageContaining("restore.directories");
        }
        assertThat(Path.of("/etc/switapp-restored")).doesNotExist();
        assertThat(directory.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void aTreeIsRestoredIntoADirectoryWithOwnersModesAndLinks() throws Exception {
        Path there = directory.resolve("restores/tree");
        restore(files(), new RestoreTarget.Directory(there));
        assertThat(listing(there.toString())).isEqualTo(listing("switapp-files-data"));
    }

    private static void refused(String dataset, RestoreTarget target, String reason) {
        assertThatThrownBy(() -> harness.app.restores().start(new Requester("ann", true), dataset, "latest", target))
                .isInstanceOfSatisfying(
                        RestoreException.class, e -> assertThat(e.reason()).isEqualTo(RestoreException.Reason.FAILED))
                .hasMessageContaining(reason);
    }

    @Test
    void theAuditLogNamesTheUsersWhoRestoreAndDownload() throws Exception {
        // A directory that is not there is made.
        Path made = directory.resolve("restores/made");
        restore("switapp.cache.rdb", new RestoreTarget.Directory(made));
        assertThat(made.resolve("dump.rdb")).isNotEmptyFile();
        harness.app.restores().download(new Requester("ben", true), "switapp.db.roles", "latest", "");

        try (Connection journal = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("data/journal.db"));
                ResultSet rows = journal.createStatement()
                        .executeQuery("SELECT actor || ' ' || action || ' ' || subject || ' ' || detail FROM audit")) {
            List<String> entries = new ArrayList<>();
            while (rows.next()) {
                entries.add(rows.getString(1));
            }
            assertThat(entries)
                    .anySatisfy(entry -> assertThat(entry)
                            .startsWith("ann restore switapp.cache.rdb ")
                            .contains(" into directory " + made + ", restore "))
                    .anySatisfy(entry -> assertThat(entry).startsWith("ben download switapp.db.roles "));
        }
        assertThat(harness.app.journal().audit().verify()).isInstanceOf(AuditChain.Intact.class);
    }

    @Test
    @Tag("long")
    void aKilledRestoreIsUndoneAtTheNextStart() throws Exception {
        Path made = directory.resolve("restores/half");
        String database = restore("switapp.db.app", new RestoreTarget.Database(Optional.empty(), "app_half", true));
        String whole = restore("switapp.db.app", new RestoreTarget.Database(Optional.empty(), "app_whole", true));
        String volume = restore("switapp.cache.rdb", new RestoreTarget.Volume("switapp-half"));
        String kept = restore("switapp.cache.rdb", new RestoreTarget.Volume("switapp-kept"));
        String stranger = restore("switapp.cache.rdb", new RestoreTarget.Volume("switapp-stranger"));
        String file = restore("switapp.cache.rdb", new RestoreTarget.Directory(made));
        // As a kill -9 in the middle leaves it; the last step of two restores had begun.
        try (Connection journal = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("data/journal.db"));
                PreparedStatement running = journal.prepareStatement(
                        "UPDATE restore SET state = 'RUNNING', step = ?, ended = NULL, message = '' WHERE id = ?")) {
            for (String id : List.of(database, whole, volume, kept, stranger, file)) {
                RestoreStep step = Set.of(whole, kept).contains(id) ? RestoreStep.FINISHING : RestoreStep.FILLING;
                running.setString(1, step.name());
                running.setString(2, id);
                assertThat(running.executeUpdate()).isEqualTo(1);
            }
        }
        Stack.psql(
                PROJECT,
                "db",
                "app",
                "comment on database app_half is 'Slackwater: restore " + database
                        + " is putting snapshot 5a5a5a5a here at 2026-06-01T00:00:00Z, under the name app_half'");
        sh("docker volume rm switapp-stranger && docker volume create switapp-stranger");
        harness.close();
        harness = AppHarness.of(directory, PROJECT);
        assertThat(told(volume)).startsWith("FAILED Slackwater stopped during the restore; ");

        harness.look();

        assertThat(told(volume)).endsWith("volume switapp-half was not complete and was removed; restore again");
        assertThat(told(database)).endsWith(" of workload switapp-db was not complete and was removed; restore again");
        assertThat(told(whole))
                .isEqualTo(
                        "SUCCEEDED Slackwater stopped during the restore; database app_whole of workload switapp-db is complete");
        assertThat(told(kept))
                .isEqualTo("SUCCEEDED Slackwater stopped during the restore; volume switapp-kept is complete");
        assertThat(told(stranger)).endsWith("nothing was created; restore again");
        assertThat(told(file)).contains("directory " + made + " holds incomplete data");
        assertThat(sh("docker volume ls -q"))
                .contains("switapp-stranger", "switapp-kept")
                .doesNotContain("switapp-half");
        assertThat(Stack.psql(PROJECT, "db", "app", "select string_agg(datname, ' ') from pg_database"))
                .contains("app_whole")
                .doesNotContain("app_half");
        assertThat(made.resolve("dump.rdb")).exists();
        assertThat(harness.app.journal().restores().all())
                .allSatisfy(one -> assertThat(one.ended()).isPresent());
    }

    private static String told(String restore) {
        RestoreRecord status = harness.app.restores().find(restore).orElseThrow();
        return status.state() + " " + status.message();
    }

    private static String restore(String dataset, RestoreTarget target) throws Exception {
        RestoreRecord status =
                ended(harness.app.restores().start(new Requester("ann", true), dataset, "latest", target));
        assertThat(status.state()).as(status.message()).isEqualTo(RestoreRecord.State.SUCCEEDED);
        return status.id();
    }

    private static RestoreRecord ended(RestoreRecord started) {
        return Awaitility.await("restore of " + started.dataset())
                .atMost(Duration.ofMinutes(2))
                .until(
                        () -> harness.app.restores().find(started.id()).orElseThrow(),
                        status -> status.state() != RestoreRecord.State.RUNNING);
    }
}
