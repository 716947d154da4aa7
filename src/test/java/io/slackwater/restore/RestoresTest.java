package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slackwater.app.ServiceKinds;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Kinds;
import io.slackwater.discovery.StandInDocker;
import io.slackwater.docker.ExecResult;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RepositoryStore.Trouble;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoreRecord.State;
import io.slackwater.journal.RestoreStep;
import io.slackwater.journal.RestoredObject;
import io.slackwater.journal.RunIdentity;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Trigger;
import io.slackwater.journal.Verified;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoreException.Reason;
import io.slackwater.kind.ServiceKind;
import io.slackwater.kind.config.NoConfig;
import io.slackwater.policy.Policy;
import io.slackwater.policy.PolicyFile;
import io.slackwater.policy.RepositoryPolicy;
import io.slackwater.repository.Failure;
import io.slackwater.repository.Node;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.StandInRepository;
import io.slackwater.trust.TestTrust;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Restores into volumes and directories, whose helpers run their commands on this machine. */
@Timeout(60)
class RestoresTest {

    private static final Requester ADMIN = new Requester("ann", true);
    private static final Requester OPERATOR = new Requester("bob", false);
    private static final String CACHE = "shop.cache.rdb";
    private static final String FILES = "shop.web.files";

    @TempDir
    Path directory;

    private final List<RestoreRecord> ended = new CopyOnWriteArrayList<>();
    private Optional<RepositoryException> broken = Optional.empty();
    private Optional<RepositoryException> locked = Optional.empty();
    private Path volume = Path.of("/");
    private Policy policy;
    private Journal journal;
    private LocalHelpers docker;
    private RestoreDirectories directories;
    private Restores restores;
    private Optional<String> pinned = Optional.of("repo-1");

    @BeforeEach
    void open() throws Exception {
        Path root = directory.toRealPath();
        docker = new LocalHelpers(Files.createDirectories(root.resolve("restored")));
        volume = Files.createDirectories(root.resolve("volumes/shop_files/_data"));
        journal = Journal.open(root.resolve("journal.db"), Clock.systemUTC());
        policy = PolicyFile.load(Files.writeString(
                root.resolve("policy.yml"), "instance: it-stack\nrestore: { directories: ['" + root + "/restores'] }"));
        verified("r1", CACHE, "redis", "cache.rdb", "rdb");
        verified("r2", FILES, "volume", volume.toString(), "tree");
        Clock clock = Clock.systemUTC();
        Kinds<ServiceKind> kinds = new ServiceKinds(new StandInDocker(), clock, dataset -> false, new NoConfig()).all();
        directories = new RestoreDirectories(docker, new SameHost(), () -> policy, root.resolve("secrets"), List.of());
        restores = new Restores(
                new RestorableSnapshots(
                        journal.verdicts(),
                        journal.repositories(),
                        () -> policy,
                        Repo::new,
                        TestTrust.of(journal, clock).alarms(),
                        kinds,
                        clock),
                new RestorePlaces(
                        docker,
                        () -> new Inventory(Instant.EPOCH, List.of(), List.of()),
                        () -> policy,
                        journal.runs(),
                        new RepositoryAccess(new SameHost(), root.resolve("secrets")),
                        directories,
                        kinds),
                new DamageWarning(journal.suspectedDamage(), journal.verdicts()),
                journal.restores(),
                journal.audit(),
                clock,
                ended::add);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private void verified(String id, String dataset, String kind, String file, String format) {
        if (journal.runs().find(id).isPresent()) {
            return;
        }
        RunRecord run = RunRecord.queued(
                new RunIdentity(id, dataset, "shop-x", kind, "critical", "set-1", Trigger.API, RunRecords.T0));
        journal.runs().queued(run);
        run = step(run.startedAt(RunRecords.T0).in(RunState.CAPTURING));
        run = step(run.storing("repo-1").in(RunState.STORING));
        run = step(run.stored("repo-1", "snap-" + id, 1, 1, "cafe").in(RunState.VERIFYING));
        RunRecord success = RunRecords.in(run, RunState.SUCCEEDED, RunRecords.T0, "");
        journal.verdicts().verified(Verified.of(success, RunRecords.T0, file, format, Map.of()), success);
    }

    private RunRecord step(RunRecord run) {
        journal.runs().update(run);
        return run;
    }

    /** Slackwater's paths are the host's. */
    private final class SameHost implements RestoreDirectories.Host {
        @Override
        public Path hostPath(Path ours) {
            return ours;
        }

        @Override
        public Optional<Path> stack() {
            return Optional.of(directory);
        }

        @Override
        public Optional<Path> mountedAlike(Path onHost) {
            return Optional.empty();
        }
    }

    /** A far repository with one dump and one tree. */
    private final class Repo extends StandInRepository {

        Repo(String id) {
            super(id);
        }

        @Override
        public Optional<String> pinned() {
            return pinned;
        }

        @Override
        public String open() throws RepositoryException {
            if (locked.isPresent()) {
                throw locked.get();
            }
            return "repo-1";
        }

        @Override
        public RepositoryPolicy policy() {
            return new RepositoryPolicy(
                    "critical", "s3:https://far/bucket", RepositoryPolicy.Compression.AUTO, Optional.empty());
        }

        @Override
        public void dump(String snapshot, String path, OutputStream sink) throws RepositoryException, IOException {
            if (broken.isPresent()) {
                throw broken.get();
            }
            sink.write(("content of " + path).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void dumpTar(String snapshot, String path, OutputStream sink) {
            try {
                Process tar = new ProcessBuilder("tar", "--create", "--directory=/", path.substring(1)).start();
                tar.getInputStream().transferTo(sink);
                assertThat(tar.waitFor()).isZero();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void list(String snapshot, Consumer<Node> nodes) {
            nodes.accept(new Node(volume.toString(), "dir", 0, 0));
            nodes.accept(new Node(volume + "/a", "dir", 0, 0));
            nodes.accept(new Node(volume + "/a/file", "file", 5, 0));
            nodes.accept(new Node(volume + "/socket", "socket", 0, 0));
        }
    }

    private RestoreRecord restore(String dataset, RestoreTarget target) throws Exception {
        String id = restores.start(ADMIN, dataset, "latest", target).id();
        await().until(() -> ended.stream().anyMatch(one -> one.id().equals(id)));
        assertThat(docker.openHelpers()).as("helpers that were not removed").isZero();
        return restores.find(id).orElseThrow();
    }

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
        assertThat(docker.mount("target/a/file")).content().isEqualTo("12345");
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
    void onlyAnAdminRestoresABindMount() {
        verified("r3", "shop.web.secrets", "volume", "/srv/shop/secrets", "tree");
        assertThatThrownBy(() ->
                        restores.start(OPERATOR, "shop.web.secrets", "latest", new RestoreTarget.Volume("shop-new")))
                .isInstanceOfSatisfying(
                        RestoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FORBIDDEN));
    }

    @Test
    void aDirectoryIsConfirmedAndFilled() throws Exception {
        Path target = directory.toRealPath().resolve("restores/new");
        ExecResult deviceAndInode = new ExecResult(0, "64:17\n", "");
        docker.answers.addAll(List.of(deviceAndInode, deviceAndInode));
        RestoreRecord restore = restore(CACHE, new RestoreTarget.Directory(target));
        assertThat(restore.state()).as(restore.message()).isEqualTo(State.SUCCEEDED);
        assertThat(restore.target()).isEqualTo("directory " + target);
        assertThat(docker.mount("target/dump.rdb")).exists();
    }

    @Test
    void aDirectoryThatWasReplacedIsNotWrittenInto() throws Exception {
        Path target = directory.toRealPath().resolve("restores/new");
        docker.answers.addAll(List.of(new ExecResult(0, "64:17\n", ""), new ExecResult(0, "64:18\n", "")));
        RestoreRecord restore = restore(CACHE, new RestoreTarget.Directory(target));
        assertThat(restore.message()).contains("was replaced by another directory");
        assertThat(docker.mount("target")).isEmptyDirectory();
    }

    @Test
    void aDirectoryThatTheHelperRefusesIsNotUsed() throws Exception {
        Path target = directory.toRealPath().resolve("restores/new");
        docker.answers.add(new ExecResult(10, "", ""));
        assertThatThrownBy(() -> restores.start(ADMIN, CACHE, "latest", new RestoreTarget.Directory(target)))
                .isInstanceOfSatisfying(
                        RestoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID))
                .hasMessageContaining(target + " is reached through a symbolic link");
        docker.answers.add(new ExecResult(14, "", ""));
        assertThatThrownBy(() -> restores.start(ADMIN, CACHE, "latest", new RestoreTarget.Directory(target)))
                .isInstanceOfSatisfying(
                        RestoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FAILED));
        docker.answers.add(new ExecResult(1, "", "sh: broken"));
        assertThatThrownBy(() -> restores.start(ADMIN, CACHE, "latest", new RestoreTarget.Directory(target)))
                .hasMessageContaining("opening directory " + target + " failed: sh: broken");
        assertThatThrownBy(() ->
                        restores.start(ADMIN, CACHE, "latest", new RestoreTarget.Directory(Path.of("/etc/cron.d"))))
                .hasMessageContaining("restores go below");
    }

    @Test
    void aDownloadOfADumpIsItsFileAndADownloadOfATreeNeedsAPath() throws Exception {
        Restores.Download download = restores.download(OPERATOR, CACHE, "latest", "");
        assertThat(download.name()).isEqualTo("cache.rdb");
        assertThat(download.warning()).isEmpty();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        download.content().writeTo(bytes);
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("content of /cache.rdb");
        assertThatThrownBy(() -> restores.download(ADMIN, FILES, "latest", ""))
                .hasMessageContaining("name one by its full path");
        broken = Optional.of(new RepositoryException(Failure.DAMAGED, "a pack is damaged"));
        assertThatThrownBy(() -> download.content().writeTo(bytes)).isInstanceOf(RepositoryException.class);
        assertThat(journal.verdicts().of(CACHE)).isEmpty();
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
    void aRootThatIsNotUsableIsReportedBeforeARestoreNeedsIt() throws Exception {
        docker.answers.add(new ExecResult(0, "", ""));
        assertThat(directories.problems()).isEmpty();
        docker.answers.add(new ExecResult(23, "1000 755\n", ""));
        assertThat(directories.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("has owner and mode 1000 755", "chmod 0700"));
    }
}
