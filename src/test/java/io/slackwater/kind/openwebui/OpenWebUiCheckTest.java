package io.slackwater.kind.openwebui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.TreeCheck;
import io.slackwater.capture.TreeSamples;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.StandInDocker;
import io.slackwater.docker.Container;
import io.slackwater.docker.Mount;
import io.slackwater.journal.EndCause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenWebUiCheckTest {

    private static final String DATA = "/app/backend/data";

    @TempDir
    Path directory;

    private Path volume;
    private Path scratch;
    private Method method = Method.FREEZE;
    private final Map<String, String> environment = new HashMap<>(Map.of("WEBUI_SECRET_KEY", "set"));
    private final List<Mount> mounts = new ArrayList<>();
    private final StandInDocker docker = new StandInDocker();
    private boolean removed;

    @BeforeEach
    void directories() throws Exception {
        volume = Files.createDirectory(directory.resolve("volume"));
        scratch = Files.createDirectory(directory.resolve("scratch"));
        Files.createDirectories(volume.resolve("uploads"));
        Files.createDirectories(volume.resolve("vector_db"));
        mounts.add(TreeSamples.mount(volume, DATA));
        TreeSamples.fill(volume.resolve("vector_db/chroma.sqlite3"));
        TreeSamples.sql(
                volume.resolve("webui.db"),
                "CREATE TABLE file (id TEXT PRIMARY KEY, hash TEXT, filename TEXT, path TEXT, meta JSON)");
    }

    private Container container() {
        return TreeSamples.container("app", environment, Map.of(), mounts.toArray(Mount[]::new));
    }

    private void upload(String id, String content) throws Exception {
        Files.writeString(volume.resolve("uploads/" + id + "_a.txt"), content);
        row(id, DATA + "/uploads/" + id + "_a.txt", content.length());
    }

    private void row(String id, String path, int size) throws Exception {
        TreeSamples.sql(
                volume.resolve("webui.db"),
                "INSERT INTO file VALUES ('" + id + "','not of the bytes','a.txt','" + path + "','{\"size\":" + size
                        + "}')");
    }

    private TreeCheck given() throws Exception {
        if (!removed) {
            docker.with(container());
        }
        TreeCheck check = new OpenWebUiKind(docker)
                .check(TreeSamples.dataset(new Kind("open-webui"), method, volume, DATA), scratch);
        TreeSamples.give(check, volume, entry -> false);
        return check;
    }

    @Test
    void anUnchangedCompleteDirectoryPasses() throws Exception {
        upload("f1", "hello");
        row("s3", "s3://bucket/f", 3);
        TreeCheck check = given();
        check.complete();
        assertThat(check.notes()).isEmpty();
    }

    @Test
    void aMissingDatabaseFails() throws Exception {
        Files.delete(volume.resolve("webui.db"));
        assertThatThrownBy(given()::complete)
                .isInstanceOfSatisfying(
                        CaptureException.class, e -> assertThat(e.endCause()).isEqualTo(EndCause.NOT_WHOLE))
                .hasMessageContaining(volume.resolve("webui.db").toString())
                .hasMessageContaining("DATA_DIR");
    }

    @Test
    void aMissingDatabaseIsNotDecidedWithoutAContainer() throws Exception {
        Files.delete(volume.resolve("webui.db"));
        removed = true;
        assertThatThrownBy(given()::complete)
                .isInstanceOfSatisfying(
                        CaptureException.class, e -> assertThat(e.endCause()).isEqualTo(EndCause.NOT_CHECKED));
    }

    @Test
    void aTreeIsNotDecidedWhileDockerIsUnreachable() throws Exception {
        docker.goAway();
        assertThatThrownBy(given()::complete)
                .isInstanceOfSatisfying(
                        CaptureException.class, e -> assertThat(e.endCause()).isEqualTo(EndCause.NOT_CHECKED))
                .hasMessageContaining("Docker is away");
    }

    @Test
    void aMissingDatabasePassesWithRowsInPostgres() throws Exception {
        Files.delete(volume.resolve("webui.db"));
        environment.put("DATABASE_URL", "postgresql://db/webui");
        TreeCheck check = given();
        check.complete();
        assertThat(check.notes()).as("coverage reports an unprotected server").isEmpty();

        environment.put("DATABASE_URL", "sqlite:////elsewhere/webui.db");
        check = given();
        check.complete();
        assertThat(check.notes()).singleElement().asString().endsWith("protect that database too.");
    }

    @Test
    void anInvalidDatabaseFails() throws Exception {
        Files.write(volume.resolve("webui.db"), new byte[4096]);
        assertThatThrownBy(given()::complete)
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("webui.db");
    }

    @Test
    void aDamagedVectorDatabaseFails() throws Exception {
        TreeSamples.overwrite(volume.resolve("vector_db/chroma.sqlite3"), 8192, 4096);
        assertThatThrownBy(given()::complete)
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("chroma.sqlite3");
    }

    @Test
    void aMissingUploadFailsAHotCopy() throws Exception {
        method = Method.HOT;
        upload("f1", "hello");
        upload("f2", "world");
        Files.delete(volume.resolve("uploads/f2_a.txt"));
        assertThatThrownBy(given()::complete)
                .isInstanceOfSatisfying(
                        CaptureException.class, e -> assertThat(e.endCause()).isEqualTo(EndCause.NOT_WHOLE))
                .hasMessageContaining("1 of the 2 files")
                .hasMessageContaining("f2_a.txt")
                .hasMessageContaining("freeze");
    }

    @Test
    void aWrongUploadSizeFailsAHotCopy() throws Exception {
        method = Method.HOT;
        upload("f1", "hello");
        Files.writeString(volume.resolve("uploads/f1_a.txt"), "hel");
        assertThatThrownBy(given()::complete).hasMessageContaining("of another size (3 bytes)");
    }

    @Test
    void aMissingUploadFailsAFrozenCopy() throws Exception {
        upload("f1", "hello");
        Path file = volume.resolve("uploads/f1_a.txt");
        Files.delete(file);
        TreeCheck check = given();
        Files.writeString(file, "hello");
        assertThatThrownBy(check::complete).hasMessageContaining(file.toString());
    }

    @Test
    void aFileThatTheOriginalLacksIsANote() throws Exception {
        upload("f1", "hello");
        Files.delete(volume.resolve("uploads/f1_a.txt"));
        TreeCheck check = given();
        check.complete();
        assertThat(check.notes())
                .singleElement()
                .asString()
                .contains("f1_a.txt")
                .contains("itself has lost");
    }

    @Test
    void uploadsOnTheirOwnMountAreNotChecked() throws Exception {
        method = Method.HOT;
        row("f1", DATA + "/uploads/f1_a.txt", 5);
        mounts.add(TreeSamples.mount(directory, DATA + "/uploads"));
        given().complete();
    }

    @Test
    void aMovedDataDirectoryIsChecked() throws Exception {
        method = Method.HOT;
        environment.put("DATA_DIR", DATA + "/inner");
        Files.createDirectories(volume.resolve("inner/uploads"));
        Files.move(volume.resolve("webui.db"), volume.resolve("inner/webui.db"));
        TreeSamples.sql(
                volume.resolve("inner/webui.db"),
                "INSERT INTO file VALUES ('f1','','a','" + DATA + "/inner/uploads/f1_a','{\"size\":5}')");
        assertThatThrownBy(given()::complete)
                .hasMessageContaining(volume.resolve("inner/uploads/f1_a").toString());
    }

    @Test
    void rowsInTheWriteAheadLogAreChecked() throws Exception {
        method = Method.HOT;
        Path live = Files.createDirectory(directory.resolve("live")).resolve("webui.db");
        Files.copy(volume.resolve("webui.db"), live);
        try (var connection = TreeSamples.open(live);
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("INSERT INTO file VALUES ('f9','','a','" + DATA + "/uploads/f9_a','{}')");
            Files.copy(live, volume.resolve("webui.db"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Files.copy(Path.of(live + "-wal"), volume.resolve("webui.db-wal"));
        }
        assertThatThrownBy(given()::complete).hasMessageContaining("f9_a");
    }

    @Test
    void aSecretKeyInsideTheContainerIsANote() throws Exception {
        environment.clear();
        TreeCheck check = given();
        check.complete();
        assertThat(check.notes()).singleElement().asString().contains("WEBUI_SECRET_KEY");
        mounts.add(TreeSamples.mount(directory, "/app/backend"));
        check = given();
        check.complete();
        assertThat(check.notes()).isEmpty();
    }

    @Test
    void anOldDatabaseWithoutPathsPasses() throws Exception {
        TreeSamples.sql(volume.resolve("webui.db"), "DROP TABLE file", "CREATE TABLE file (id TEXT, filename TEXT)");
        given().complete();
        TreeSamples.sql(volume.resolve("webui.db"), "DROP TABLE file");
        given().complete();
    }
}
