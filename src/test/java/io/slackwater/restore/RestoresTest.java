package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.journal.AuditFilter;
import io.slackwater.journal.RepositoryStore.Trouble;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoreRecord.State;
import io.slackwater.journal.RestoreStep;
import io.slackwater.journal.RestoredObject;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.Verified;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoreException.Reason;
import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Restores into volumes, downloads, and the undo of a failed restore. */
class RestoresTest extends RestoreWorld {

    private static final Instant NOW = RunRecords.T0;
    private static final String APP = "shop.db.app";

    @Test
    void aDumpIsWrittenAsAFileIntoANewVolume() throws Exception {
        RestoreRecord restore = restore(CACHE, new RestoreTarget.Volume("shop-new"));
        assertThat(restore.state()).as(restore.message()).isEqualTo(State.SUCCEEDED);
        assertThat(docker.mount("target/dump.rdb")).content().isEqualTo("content of /cache.rdb");
        assertThat(docker.volumes.get("shop-new")).containsEntry("slackwater.restore", restore.id());
        assertThat(restore.target()).isEqualTo("volume shop-new");
        assertThat(restore.step()).isEqualTo(RestoreStep.FINISHING);
        assertThat(journal.restores().object(restore))
                .isEqualTo(new RestoredObject(RestoredObject.Type.VOLUME, "", "shop-new"));
        assertThat(restores.all()).containsExactly(restore);
    }

    @Test
    void aTreeIsUnpackedIntoANewVolumeAndCompared() throws Exception {
        Files.writeString(Files.createDirectory(volume.resolve("a")).resolve("file"), "12345");
        RestoreRecord restore = restore(FILES, new RestoreTarget.Volume("shop-new"));
        assertThat(restore.state()).as(restore.message()).isEqualTo(State.SUCCEEDED);
        assertThat(docker.mount("_data/a/file")).content().isEqualTo("12345");
    }

    @Test
    void aTreeThatDiffersFromItsSnapshotFailsAndItsVolumeIsRemoved() throws Exception {
        Files.writeString(volume.resolve("stranger"), "x");
        RestoreRecord restore = restore(FILES, new RestoreTarget.Volume("shop-new"));
        assertThat(restore.state()).isEqualTo(State.FAILED);
        assertThat(restore.message()).contains("differs from the snapshot", "file 5 a/file", "stranger");
        assertThat(docker.volumes).doesNotContainKey("shop-new");
    }

    @Test
    void damagedDataFailTheRestoreRaiseTheAlarmAndEndTheVerdict() throws Exception {
        broken = Optional.of(new RepositoryException(Failure.DAMAGED, "a pack is damaged"));
        RestoreRecord restore = restore(CACHE, new RestoreTarget.Volume("shop-new"));
        assertThat(restore.state()).isEqualTo(State.FAILED);
        assertThat(restore.message()).contains("a pack is damaged");
        assertThat(docker.volumes).isEmpty();
        assertThat(journal.verdicts().of(CACHE)).isEmpty();
        assertThat(journal.repositories()
                        .trouble("critical", Trouble.SNAPSHOT)
                        .or(() -> journal.repositories().trouble("system", Trouble.SNAPSHOT))
                        .or(() -> journal.repositories().trouble("models", Trouble.SNAPSHOT)))
                .isPresent();
    }

    @Test
    void anErrorOfTheUndoIsReportedWithoutTheTextOfTheException() throws Exception {
        broken = Optional.of(new RepositoryException(Failure.OTHER, "the disk is away"));
        docker.removal = Optional.of(new IllegalStateException("inner text"));
        RestoreRecord restore = restore(CACHE, new RestoreTarget.Volume("shop-new"));
        assertThat(restore.message())
                .contains("the disk is away")
                .endsWith("; an error inside Slackwater; its log at this time shows the cause");
    }

    @Test
    void anExistingVolumeAndAnInvalidNameAreRefused() {
        docker.volumes.put("shop-files", Map.of());
        assertThatThrownBy(() -> restores.start(ADMIN, CACHE, "latest", new RestoreTarget.Volume("shop-files")))
                .isInstanceOfSatisfying(
                        RestoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FAILED))
                .hasMessageContaining("volume shop-files exists already");
        assertThatThrownBy(() -> restores.start(ADMIN, CACHE, "latest", new RestoreTarget.Volume("/")))
                .hasMessageContaining("is not a valid name of a Docker volume");
        assertThat(restores.all()).isEmpty();
    }

    @Test
    void aDumpThatIsNoDatabaseAndAnUnknownSnapshotAreRefused() {
        assertThatThrownBy(() -> restores.start(
                        ADMIN, CACHE, "latest", new RestoreTarget.Database(Optional.empty(), "copy", true)))
                .hasMessageContaining("is no database");
        assertThatThrownBy(() -> restores.start(ADMIN, CACHE, "00000000", new RestoreTarget.Volume("shop-new")))
                .isInstanceOfSatisfying(
                        RestoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND));
    }

    @Test
    void theNewestDataOfATimeOrBeforeAreSelected() throws Exception {
        Verified newest = journal.verdicts().of(CACHE).getFirst();
        assertThat(restores.snapshotAt(CACHE, newest.time())).isEqualTo(newest.snapshot());
        assertThat(restores.snapshotAt(CACHE, newest.time().plusSeconds(1))).isEqualTo(newest.snapshot());
        assertThatThrownBy(() -> restores.snapshotAt(CACHE, newest.time().minusSeconds(1)))
                .isInstanceOfSatisfying(
                        RestoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND));
    }

    @Test
    void onlyAnAdminRestoresABindMount() {
        verified("r3", "shop.web.secrets", "volume", "/srv/shop/secrets", "tree");
        assertThatThrownBy(() ->
                        restores.start(OPERATOR, "shop.web.secrets", "latest", new RestoreTarget.Volume("shop-new")))
                .isInstanceOfSatisfying(
                        RestoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FORBIDDEN));
    }

    @Test
    void aDownloadOfADumpIsItsFile() throws Exception {
        Restores.Download download = restores.download(OPERATOR, CACHE, "latest", "");
        assertThat(download.name()).isEqualTo("cache.rdb");
        assertThat(download.warning()).isEmpty();
        assertThat(download.bytes()).isEqualTo(1);
        assertThat(content(download)).isEqualTo("content of /cache.rdb");
        broken = Optional.of(new RepositoryException(Failure.DAMAGED, "a pack is damaged"));
        assertThatThrownBy(() -> content(download)).isInstanceOf(RepositoryException.class);
        assertThat(journal.verdicts().of(CACHE)).isEmpty();
    }

    @Test
    void aDownloadOfATreeIsAFileOrADirectoryAsATar() throws Exception {
        Files.writeString(Files.createDirectories(volume.resolve("a/b")).resolve("file"), "12345");

        Restores.Download file = restores.download(OPERATOR, FILES, "latest", volume + "/a/b/file");
        assertThat(file.name()).isEqualTo("file");
        assertThat(file.bytes()).isEqualTo(5);
        assertThat(content(file)).isEqualTo("content of " + volume + "/a/b/file");

        Restores.Download tar = restores.download(OPERATOR, FILES, "latest", volume + "/a/b/");
        assertThat(tar.name()).isEqualTo("b.tar");
        assertThat(content(tar)).isEqualTo("tar of " + volume + "/a/b");
        Restores.Download all = restores.download(OPERATOR, FILES, "latest", "");
        assertThat(all.name()).isEqualTo("_data.tar");
        assertThat(all.bytes()).isEqualTo(1);
        assertThat(journal.audit().page(AuditFilter.ALL, 9))
                .extracting(entry -> entry.action() + " " + entry.detail())
                .contains("download snap-r2 " + volume + "/a/b", "download snap-r2 " + volume);
    }

    @Test
    void aDownloadOfAWrongPathIsRefused() throws Exception {
        Files.createSymbolicLink(volume.resolve("link"), volume);
        SnapshotFilesTest.refused(
                Reason.NOT_FOUND, "has no ", () -> restores.download(ADMIN, FILES, "latest", volume + "/none"));
        SnapshotFilesTest.refused(
                Reason.INVALID,
                "is no file or directory but a symlink",
                () -> restores.download(ADMIN, FILES, "latest", volume + "/link"));
        SnapshotFilesTest.refused(
                Reason.INVALID,
                "contains \"..\"",
                () -> restores.download(ADMIN, FILES, "latest", volume + "/../../x"));
        SnapshotFilesTest.refused(
                Reason.INVALID,
                "is not in dataset shop.web.files",
                () -> restores.download(ADMIN, FILES, "latest", "/etc/passwd"));
        assertThat(journal.audit().page(AuditFilter.ALL, 9)).isEmpty();
        broken = Optional.of(new RepositoryException(Failure.DAMAGED, "a tree is damaged"));
        SnapshotFilesTest.refused(
                Reason.FAILED, "a tree is damaged", () -> restores.download(ADMIN, FILES, "latest", ""));
        assertThat(journal.verdicts().of(FILES)).isEmpty();
    }

    private static String content(Restores.Download download) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        download.content().writeTo(bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void anInterruptedRestoreIsUndoneAtTheNextLook() throws Exception {
        RestoreRecord interrupted =
                RestoreRecord.begun("old", CACHE, "snap-r1", "volume shop-old", RunRecords.T0, Optional.empty());
        journal.restores()
                .begin(
                        interrupted.in(RestoreStep.FILLING),
                        new RestoredObject(RestoredObject.Type.VOLUME, "", "shop-old"));
        docker.volumes.put("shop-old", Map.of("slackwater.restore", "old"));
        close();
        open();
        docker.volumes.put("shop-old", Map.of("slackwater.restore", "old"));

        restores.settle();

        assertThat(docker.volumes).doesNotContainKey("shop-old");
        assertThat(restores.find("old").orElseThrow().message()).contains("was not complete and was removed");
    }

    @Test
    void aSnapshotIsFoundInARepositoryThatLostItsPin() throws Exception {
        pinned = Optional.empty();
        assertThat(restores.download(ADMIN, CACHE, "latest", "").name()).isEqualTo("cache.rdb");
        pinned = Optional.of("another");
        assertThatThrownBy(() -> restores.download(ADMIN, CACHE, "latest", ""))
                .hasMessageContaining("its repository (restic id repo-1) is not in the policy");
    }

    @Test
    void aRepositoryThatCannotBeOpenedIsTheReason() {
        locked = Optional.of(new RepositoryException(Failure.DAMAGED, "its index is damaged"));
        assertThatThrownBy(() -> restores.download(ADMIN, CACHE, "latest", "")).hasMessage("its index is damaged");
        assertThat(journal.repositories().troubles("critical")).isNotEmpty();
    }

    @Test
    void aSnapshotWithoutDoubtHasNoWarning() {
        RunRecords.succeed(journal, "old1", APP, NOW);
        assertThat(Restores.warning(journal.suspectedDamage(), snapshot("snap-old1")))
                .isEmpty();
        damage();
        RunRecords.succeed(journal, "new1", APP, NOW.plus(Duration.ofHours(2)));
        assertThat(Restores.warning(journal.suspectedDamage(), snapshot("snap-new1")))
                .isEmpty();
    }

    @Test
    void aWarningSaysWhatIsDamagedAndWhereIntactSnapshotsAreListed() {
        RunRecords.succeed(journal, "old1", APP, NOW);
        damage();
        assertThat(Restores.warning(journal.suspectedDamage(), snapshot("snap-old1")))
                .hasValueSatisfying(words -> assertThat(words)
                        .startsWith(
                                "Snapshot snap-old of 2026-03-01T02:00:01Z may be damaged since 2026-03-01T03:00:00Z:")
                        .contains(
                                " a pack cannot be read. The restore continues",
                                "backrest-management.sh list shows which snapshots are not affected"));
    }

    private Verified snapshot(String id) {
        return journal.verdicts().find("repo-1", id).orElseThrow();
    }

    private void damage() {
        journal.suspectedDamage().begin("repo-1", APP, NOW.plus(Duration.ofHours(1)), "a pack cannot be read.");
    }
}
