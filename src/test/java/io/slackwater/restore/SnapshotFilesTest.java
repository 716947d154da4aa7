package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.journal.RunRecords;
import io.slackwater.journal.Verified;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoreException.Reason;
import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.SnapshotFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A look into snapshots of files and of dumps. */
class SnapshotFilesTest extends RestoreWorld {

    private static final Requester VIEWER = OPERATOR;

    @BeforeEach
    void files() throws IOException {
        Files.writeString(volume.resolve("<img src=x onerror=alert(1)>"), "12345");
        Files.writeString(volume.resolve("new\nline"), "1");
        Files.createSymbolicLink(volume.resolve("link"), Path.of("/etc"));
        Files.createDirectories(volume.resolve("many/empty"));
        for (int n = 0; n < 600; n++) {
            Files.writeString(volume.resolve("many/file-%03d".formatted(n)), "x".repeat(n % 7));
        }
    }

    @Test
    void theDirectoryOfTheDatasetIsListedWithoutAPath() throws Exception {
        SnapshotFiles.Directory root = look("");

        assertThat(root.path()).isEqualTo(volume.toString());
        assertThat(root.total()).isEqualTo(4);
        assertThat(root.entries())
                .extracting(one -> one.type() + " " + one.size() + " " + one.name())
                .containsExactly(
                        "file 5 <img src=x onerror=alert(1)>", "symlink 0 link", "dir 0 many", "file 1 new\nline");
        assertThat(root.entries().getFirst())
                .isEqualTo(new SnapshotFile(volume + "/<img src=x onerror=alert(1)>", "file", 5, RunRecords.T0, 0640));
    }

    @Test
    void eachPartOfADirectoryIsReadFromOneListing() throws Exception {
        List<SnapshotFile> all = look(volume + "/many").entries();
        assertThat(all).hasSize(601);

        for (int skipped : List.of(0, 255, 256, 257, 511, 600, 601, 9999)) {
            assertThat(files.directory(VIEWER, FILES, "latest", volume + "/many/", skipped, 100)
                            .entries())
                    .as("after %d", skipped)
                    .isEqualTo(all.stream().skip(skipped).limit(100).toList());
        }
        assertThat(listings).hasValue(1);
    }

    @Test
    void anEmptyDirectoryHasNoEntries() throws Exception {
        assertThat(look(volume + "/many/empty").total()).isZero();
    }

    @Test
    void aListingIsKeptForTenMinutes() throws Exception {
        look("");
        now.advance(ListedDirectories.TIME);
        look("");
        assertThat(listings).hasValue(1);
        now.advance(java.time.Duration.ofSeconds(1));
        look("");
        assertThat(listings).hasValue(2);
    }

    @Test
    void onlyTheLastDirectoriesAreKept() throws Exception {
        for (int n = 0; n <= ListedDirectories.MOST; n++) {
            Files.createDirectories(volume.resolve("dir" + n));
        }
        for (int n = 0; n <= ListedDirectories.MOST; n++) {
            look(volume + "/dir" + n);
        }
        try (Stream<Path> kept = Files.list(directory.toRealPath().resolve("scratch"))) {
            assertThat(kept).hasSize(ListedDirectories.MOST);
        }
        look(volume + "/dir1");
        assertThat(listings).hasValue(ListedDirectories.MOST + 1);
        look(volume + "/dir0");
        assertThat(listings).hasValue(ListedDirectories.MOST + 2);
    }

    @Test
    void aKeptListingNeedsNoRepository() throws Exception {
        look("");
        locked = Optional.of(new RepositoryException(Failure.NETWORK, "the server is away"));
        assertThat(look("").total()).isEqualTo(4);
        refused(Reason.FAILED, "the server is away", () -> look(volume + "/many"));
    }

    @Test
    void aPathThatIsNoDirectoryOfTheSnapshotIsRefused() {
        refused(Reason.NOT_FOUND, "has no " + volume + "/none", () -> look(volume + "/none"));
        refused(Reason.INVALID, "is no directory but a symlink", () -> look(volume + "/link"));
        refused(Reason.INVALID, "is no directory but a file", () -> look(volume + "/new\nline"));
        refused(Reason.INVALID, "contains \"..\"", () -> look(volume + "/../_data"));
        refused(Reason.INVALID, "is not absolute", () -> look("many"));
        refused(Reason.INVALID, "is not in dataset shop.web.files", () -> look("/etc"));
        refused(Reason.INVALID, "is not in dataset shop.web.files", () -> look(volume + "x"));
        refused(Reason.INVALID, "is not in dataset shop.web.files", () -> look("/"));
        refused(Reason.INVALID, "empty name", () -> look(volume + "//many"));
        refused(Reason.INVALID, "zero byte", () -> look(volume + "/\0"));
    }

    @Test
    void aDumpIsOneFile() throws Exception {
        SnapshotFiles.Directory dump = files.directory(VIEWER, CACHE, "latest", "", 0, 10);
        assertThat(dump.path()).isEqualTo("/");
        assertThat(dump.entries()).containsExactly(new SnapshotFile("/cache.rdb", "file", 1, RunRecords.T0, 0644));
        assertThat(files.directory(VIEWER, CACHE, "latest", "/", 1, 10).entries())
                .isEmpty();
        refused(
                Reason.INVALID,
                "is a dump, one file without directories",
                () -> files.directory(VIEWER, CACHE, "latest", "/cache.rdb", 0, 10));
        assertThat(listings).hasValue(0);
    }

    @Test
    void onlyAnAdminLooksIntoABindMount() throws Exception {
        Path bind = Files.createDirectories(directory.toRealPath().resolve("srv"));
        verified("r3", "shop.web.srv", "volume", bind.toString(), "tree");
        refused(
                Reason.FORBIDDEN,
                "needs the role admin",
                () -> files.directory(VIEWER, "shop.web.srv", "latest", "", 0, 10));
        assertThat(files.directory(ADMIN, "shop.web.srv", "latest", "", 0, 10).total())
                .isZero();
    }

    @Test
    void damagedDataEndTheVerdict() {
        broken = Optional.of(new RepositoryException(Failure.DAMAGED, "a tree is damaged"));
        refused(Reason.FAILED, "a tree is damaged", () -> look(""));
        refused(Reason.NOT_FOUND, "has no verified snapshot", () -> look(""));
        assertThat(directory.resolve("scratch")).isEmptyDirectory();
    }

    @Test
    void aFileIsFoundInAllSnapshotsThatHaveIt() throws Exception {
        verified("r4", FILES, "volume", volume.toString(), "tree");
        Files.createDirectories(volume.resolve("file-dir"));

        FoundFiles found = files.find(VIEWER, FILES, "FILE-*");

        assertThat(found.searched()).isEqualTo(2);
        assertThat(found.more()).isFalse();
        assertThat(found.left()).isEmpty();
        assertThat(found.versions())
                .hasSize(601)
                .isSortedAccordingTo(Comparator.comparing(one -> one.file().path()));
        assertThat(found.versions().getFirst().file().path()).isEqualTo(volume + "/file-dir");
        assertThat(found.versions())
                .allSatisfy(one -> assertThat(one.snapshots())
                        .extracting(Verified::snapshot)
                        .containsExactlyInAnyOrder("snap-r2", "snap-r4"));
        assertThat(files.find(VIEWER, FILES, "_data").versions()).isEmpty();
        assertThat(files.find(VIEWER, FILES, "many").versions()).hasSize(1);
    }

    @Test
    void aResultHasAtMostAThousandVersions() throws Exception {
        for (int n = 600; n <= 1000; n++) {
            Files.writeString(volume.resolve("many/file-%04d".formatted(n)), "x");
        }
        FoundFiles found = files.find(VIEWER, FILES, "file-*");
        assertThat(found.versions()).hasSize(1000);
        assertThat(found.more()).isTrue();
    }

    @Test
    void aSearchNeedsVerifiedFilesAndARepository() {
        refused(Reason.INVALID, "is a dump, which has no files", () -> files.find(VIEWER, CACHE, "*"));
        refused(Reason.NOT_FOUND, "has no verified snapshot", () -> files.find(VIEWER, "shop.web.none", "*"));
        refused(Reason.INVALID, "is not allowed", () -> files.find(VIEWER, FILES, "a/b"));
        verified("r3", "shop.web.srv", "volume", "/srv/shop", "tree");
        refused(Reason.FORBIDDEN, "needs the role admin", () -> files.find(VIEWER, "shop.web.srv", "*"));
        locked = Optional.of(new RepositoryException(Failure.NETWORK, "the server is away"));
        refused(Reason.FAILED, "the server is away", () -> files.find(VIEWER, FILES, "*"));
        locked = Optional.empty();
        broken = Optional.of(new RepositoryException(Failure.DAMAGED, "an index is damaged"));
        refused(Reason.FAILED, "an index is damaged", () -> files.find(VIEWER, FILES, "*"));
    }

    private SnapshotFiles.Directory look(String path) throws RestoreException, InterruptedException {
        return files.directory(VIEWER, FILES, "latest", path, 0, 1000);
    }

    static void refused(Reason reason, String words, ThrowingCallable call) {
        assertThatThrownBy(call)
                .hasMessageContaining(words)
                .isInstanceOfSatisfying(
                        RestoreException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
