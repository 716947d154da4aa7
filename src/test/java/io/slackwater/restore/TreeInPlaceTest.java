package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slackwater.discovery.ContainerBuilder;
import io.slackwater.discovery.Credentials;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Kinds;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.StandInDocker;
import io.slackwater.discovery.Workload;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.docker.Container;
import io.slackwater.docker.Container.State;
import io.slackwater.health.TestClock;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RunIdentity;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Trigger;
import io.slackwater.journal.Verified;
import io.slackwater.kind.ServiceKind;
import io.slackwater.kind.volume.VolumeKind;
import io.slackwater.policy.Policy;
import io.slackwater.policy.PolicyFile;
import io.slackwater.policy.RepositoryPolicy;
import io.slackwater.repository.StandInRepository;
import io.slackwater.repository.TreeEntry;
import io.slackwater.restore.InPlaceRestores.Offer;
import io.slackwater.restore.InPlaceRestores.Selection;
import io.slackwater.trust.SnapshotTrust;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.commons.io.function.IOConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A volume of {@code shop-files}, which {@code shop-web} reads, is restored in place. Helpers run on this machine. */
@Timeout(60)
class TreeInPlaceTest {

    private static final Requester ADMIN = new Requester("ann", true);
    private static final Selection LATEST = new Selection("latest", Optional.empty());
    private static final Path VOLUME = Path.of("/var/lib/docker/volumes/shop_files/_data");
    private static final RestoreScope FILES = new RestoreScope.OneDataset("shop.files.data");
    private static final RestoreDirectories.Host HOST = new RestoreDirectories.Host() {
        @Override
        public Path hostPath(Path ours) {
            return ours;
        }

        @Override
        public Optional<Path> stack() {
            return Optional.empty();
        }

        @Override
        public Optional<Path> mountedAlike(Path onHost) {
            return Optional.empty();
        }
    };

    @TempDir
    Path directory;

    private final StandInDocker docker = new StandInDocker();
    private final StandInControl control = new StandInControl(docker);
    private final TestClock clock = new TestClock(RunRecords.T0);
    private final List<String> ended = new CopyOnWriteArrayList<>();
    private final List<String> saved = new ArrayList<>();
    private List<String> excluded = List.of(VOLUME + "/.slackwater-*", VOLUME + "/captured out");
    private Journal journal;
    private LocalHelpers helpers;
    private Policy policy;
    private RestoreHistory history;
    private InPlaceRestores restores;
    private Path live;
    private Path stored;

    @BeforeEach
    void open() throws Exception {
        helpers = new LocalHelpers(Files.createDirectory(directory.resolve("restored")));
        helpers.volumes.put("shop_files", Map.of());
        live = Files.createDirectories(helpers.mount("live"));
        stored = Files.createDirectories(directory.resolve("stored" + VOLUME));
        Files.writeString(Files.createDirectory(stored.resolve("dir")).resolve("file"), "restored");
        Files.writeString(stored.resolve("same"), "restored");
        Files.writeString(Files.createDirectory(live.resolve("dir")).resolve("file"), "old");
        Files.writeString(live.resolve("later"), "old");
        Files.writeString(live.resolve("left out"), "excluded now");
        Files.writeString(live.resolve("captured out"), "excluded then");
        docker.with(
                files("files"),
                files("web").label("com.docker.compose.depends_on", "files:service_started:false"),
                ContainerBuilder.service("shop", "stranger").volume("other", "/data"),
                ContainerBuilder.service("shop", "stopped")
                        .volume("shop_files", "/data")
                        .state(State.EXITED),
                ContainerBuilder.plain("slackwater")
                        .label("slackwater.role", "sidecar")
                        .readOnlyBind("/var/lib/docker/volumes", "/var/lib/docker/volumes")
                        .readOnlyBind(VOLUME.toString(), VOLUME.toString()),
                ContainerBuilder.plain("helper")
                        .label("slackwater.role", "sidecar")
                        .label("slackwater.helper", "it-stack")
                        .volume("shop_files", "/restored/live"));
        journal = Journal.open(directory.resolve("journal.db"), clock);
        policy = PolicyFile.load(
                Files.writeString(directory.resolve("policy.yml"), "instance: it-stack\nrestore: { keepOld: 2h }"));
        verified();
        start();
    }

    private static ContainerBuilder files(String service) {
        return ContainerBuilder.service("shop", service).volume("shop_files", "/data");
    }

    /** A new start of Slackwater: restores that did not end count as interrupted. */
    private void start() {
        history = new RestoreHistory(journal.restores(), clock, one -> ended.add(one.id()));
        Kinds<ServiceKind> kinds = new Kinds<>(List.of(new VolumeKind()));
        RestorableSnapshots snapshots = new RestorableSnapshots(
                journal.verdicts(),
                journal.safetySnapshots(),
                journal.repositories(),
                () -> policy,
                Repo::new,
                SnapshotTrust.of(journal, clock).alarms(),
                kinds);
        RestorePlaces places = new RestorePlaces(
                helpers,
                this::inventory,
                () -> policy,
                journal.runs(),
                new RepositoryAccess(HOST, directory),
                new RestoreDirectories(helpers, HOST, () -> policy, directory, List.of()),
                kinds);
        restores = new InPlaceRestores(
                snapshots,
                places,
                datasets -> datasets.forEach(one -> saved.add(one.id())),
                new TreeUsers(
                        docker,
                        control,
                        container -> Optional.ofNullable(container.labels().get(Container.ROLE_LABEL))),
                journal,
                history,
                clock);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private void verified() {
        RunRecord run = RunRecord.queued(new RunIdentity(
                "r1", "shop.files.data", "shop-files", "volume", "critical", "set-1", Trigger.API, RunRecords.T0));
        journal.runs().queued(run);
        run = step(run.startedAt(RunRecords.T0).in(RunState.CAPTURING));
        run = step(run.storing("repo-1").in(RunState.STORING));
        run = step(run.stored("repo-1", "snapshot-r1", 1, 1, "cafe").in(RunState.VERIFYING));
        RunRecord success = RunRecords.in(run, RunState.SUCCEEDED, RunRecords.T0, "");
        journal.verdicts().verified(Verified.of(success, RunRecords.T0, VOLUME.toString(), "tree", Map.of()), success);
    }

    private RunRecord step(RunRecord run) {
        journal.runs().update(run);
        return run;
    }

    private Inventory inventory() {
        WorkloadId id = new WorkloadId("shop", "files");
        Kind volume = new Kind("volume");
        Source.Tree tree =
                new Source.Tree(volume, VOLUME, "/data", List.of(VOLUME + "/.slackwater-*", VOLUME + "/left out"));
        Dataset dataset = new Dataset("shop.files.data", id, "/data", tree, Method.FREEZE, "critical", List.of());
        Workload workload = new Workload(
                id,
                files("files").build(),
                volume,
                "critical",
                Duration.ofSeconds(60),
                Credentials.NONE,
                Map.of(),
                List.of(dataset),
                List.of());
        return new Inventory(RunRecords.T0, List.of(workload), List.of());
    }

    /** A remote repository with the stored tree. */
    private final class Repo extends StandInRepository {

        Repo(String id) {
            super(id);
        }

        @Override
        public RepositoryPolicy policy() {
            return new RepositoryPolicy(
                    "critical", "s3:https://far/bucket", RepositoryPolicy.Compression.AUTO, Optional.empty());
        }

        @Override
        public List<String> excludes(String snapshot) {
            return excluded;
        }

        @Override
        public void dumpTar(String snapshot, String path, OutputStream sink) throws IOException {
            Process tar = new ProcessBuilder(
                            "tar", "--create", "--directory=" + directory.resolve("stored"), path.substring(1))
                    .start();
            tar.getInputStream().transferTo(sink);
        }

        @Override
        public Optional<String> list(String snapshot, IOConsumer<TreeEntry> nodes) {
            try (Stream<Path> all = Files.walk(stored)) {
                for (Path path : (Iterable<Path>) all::iterator) {
                    boolean file = Files.isRegularFile(path);
                    nodes.accept(new TreeEntry(
                            "/" + directory.resolve("stored").relativize(path),
                            file ? "file" : "dir",
                            file ? Files.size(path) : 0,
                            0));
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return Optional.empty();
        }
    }

    private RestoreRecord restore() throws Exception {
        Offer offer = restores.plan(ADMIN, FILES, LATEST);
        RestoreRecord started = restores.start(
                ADMIN, offer.plan().id(), offer.token(), offer.plan().phrase());
        await().until(() -> ended.contains(started.id()));
        assertThat(helpers.openHelpers()).as("helpers that were not removed").isZero();
        return history.find(started.id()).orElseThrow();
    }

    private static TreeMap<String, String> listing(Path root) throws IOException {
        TreeMap<String, String> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                found.put(root.relativize(path).toString(), Files.readString(path));
            }
        }
        return found;
    }

    private static final Map<String, String> OLD =
            Map.of("dir/file", "old", "later", "old", "left out", "excluded now", "captured out", "excluded then");

    private static final Map<String, String> RESTORED = Map.of(
            "dir/file", "restored",
            "same", "restored",
            "left out", "excluded now",
            "captured out", "excluded then");

    private Map<String, String> withOld(RestoreRecord restore) {
        Map<String, String> all = new TreeMap<>(RESTORED);
        String beside = ".slackwater-" + restore.id().substring(0, 8);
        all.put(beside + "/old/dir/file", "old");
        all.put(beside + "/old/later", "old");
        return all;
    }

    private static Map<String, String> withoutLists(Map<String, String> listing) {
        Map<String, String> rest = new TreeMap<>(listing);
        rest.keySet().removeIf(path -> path.matches("\\.slackwater-[0-9a-f]{8}/(list|scope)"));
        return rest;
    }

    @Test
    void allUsersStopDependentsFirstAndTheRestoredFilesAreLive() throws Exception {
        RestoreRecord restore = restore();

        assertThat(restore.message()).isEmpty();
        assertThat(restore.state()).isEqualTo(RestoreRecord.State.SUCCEEDED);
        assertThat(withoutLists(listing(live))).isEqualTo(withOld(restore));
        assertThat(saved).containsExactly("shop.files.data");
        assertThat(control.done)
                .containsExactly(
                        "policy no shop-web-1",
                        "stop shop-web-1",
                        "policy no shop-files-1",
                        "stop shop-files-1",
                        "policy unless-stopped shop-files-1",
                        "start shop-files-1",
                        "policy unless-stopped shop-web-1",
                        "start shop-web-1");
        assertThat(journal.heldContainers().of(restore.id())).isEmpty();
    }

    @Test
    void theOldFilesAreRemovedAfterTheirTime() throws Exception {
        RestoreRecord restore = restore();
        clock.advance(Duration.ofHours(3));
        restores.settle();

        assertThat(restore.state()).isEqualTo(RestoreRecord.State.SUCCEEDED);
        assertThat(listing(live)).isEqualTo(RESTORED);
    }

    @Test
    void nothingIsToBeRemovedFromAVolumeThatTheUserRemoved() throws Exception {
        restore();
        helpers.volumes.remove("shop_files");
        clock.advance(Duration.ofHours(3));
        restores.settle();

        assertThat(journal.replacedData().expired(clock.instant())).isEmpty();
    }

    @Test
    void aContainerThatDoesNotWorkWithTheRestoredFilesBringsTheOldOnesBack() throws Exception {
        control.health.put("shop-web-1", "unhealthy");

        RestoreRecord restore = restore();

        assertThat(restore.state()).isEqualTo(RestoreRecord.State.FAILED);
        assertThat(restore.message()).contains("container shop-web-1 is unhealthy after its start");
        assertThat(listing(live)).isEqualTo(OLD);
        assertThat(control.done.subList(8, 16))
                .as("the containers stop again before the old files are back")
                .isEqualTo(control.done.subList(0, 8));
        assertRunning();
    }

    @Test
    void aContainerThatAnotherProgramStartsBringsTheOldFilesBack() throws Exception {
        control.afterwards = () -> {
            if (control.done.equals(List.of(
                    "policy no shop-web-1", "stop shop-web-1", "policy no shop-files-1", "stop shop-files-1"))) {
                docker.with(files("new"));
            }
        };

        RestoreRecord restore = restore();

        assertThat(restore.state()).isEqualTo(RestoreRecord.State.FAILED);
        assertThat(restore.message()).contains("another program started container shop-new-1");
        assertThat(listing(live)).isEqualTo(OLD);
        assertRunning();
    }

    @Test
    void aContainerThatCannotBeStoppedLeavesTheOldFilesLive() throws Exception {
        control.failing.add("stop shop-files-1");

        RestoreRecord restore = restore();

        assertThat(restore.state()).isEqualTo(RestoreRecord.State.FAILED);
        assertThat(restore.message()).contains("Docker refuses to stop shop-files-1");
        assertThat(listing(live)).isEqualTo(OLD);
        assertRunning();
    }

    private void assertRunning() throws Exception {
        for (String name : List.of("shop-files-1", "shop-web-1")) {
            assertThat(docker.find(name).orElseThrow().state()).as(name).isEqualTo(State.RUNNING);
            assertThat(control.policies).as(name).containsEntry(name, StandInControl.USUAL);
        }
    }

    /** Docker starts no container any more, so that the undo is not complete, as after a kill of Slackwater. */
    @Test
    void theNextStartStartsWhatARestoreStopped() throws Exception {
        control.health.put("shop-web-1", "unhealthy");
        control.afterwards = () -> {
            if (control.done.size() == 8) {
                control.failing.add("start shop-files-1");
            }
        };
        Offer offer = restores.plan(ADMIN, FILES, LATEST);
        String id = restores.start(
                        ADMIN, offer.plan().id(), offer.token(), offer.plan().phrase())
                .id();
        await().until(() -> history.find(id)
                .filter(one -> one.message().contains("the old data are not back yet"))
                .isPresent());
        assertThat(journal.heldContainers().of(id)).hasSize(1);

        control.failing.clear();
        start();
        restores.settle();

        assertThat(history.find(id).orElseThrow().state()).isEqualTo(RestoreRecord.State.FAILED);
        assertThat(listing(live)).isEqualTo(OLD);
        assertThat(journal.heldContainers().of(id)).isEmpty();
        assertRunning();
    }

    @Test
    void aContainerThatComposeRecreatedMeanwhileNeedsNothing() throws Exception {
        control.afterwards = () -> {
            if (control.done.size() == 4) {
                docker.containers.remove("shop-web-1");
            }
        };

        RestoreRecord restore = restore();

        assertThat(restore.state()).as(restore.message()).isEqualTo(RestoreRecord.State.SUCCEEDED);
        assertThat(journal.heldContainers().of(restore.id())).isEmpty();
    }

    @Test
    void restoredFilesThatDifferFromTheSnapshotAreNeverLive() throws Exception {
        Files.writeString(stored.resolve("same"), "restored");
        excluded = List.of();
        helpers.afterwards = command -> {
            if (command.argv().contains("ready")) {
                Path beside = Stream.of(live.toFile().listFiles())
                        .map(java.io.File::toPath)
                        .filter(path -> path.getFileName().toString().startsWith(".slackwater-"))
                        .findFirst()
                        .orElseThrow();
                Files.delete(beside.resolve("new/same"));
            }
        };

        RestoreRecord restore = restore();

        assertThat(restore.state()).isEqualTo(RestoreRecord.State.FAILED);
        assertThat(restore.message()).contains("differs from the snapshot: missing file 8 same");
        assertThat(listing(live)).isEqualTo(OLD);
        assertThat(control.done).isEmpty();
    }

    @Test
    void aPlanNamesTheFilesTheContainersAndTheSpace() throws Exception {
        RestorePlan.Item item =
                restores.plan(ADMIN, FILES, LATEST).plan().items().getFirst();

        assertThat(item.forecast().overwrites()).isEqualTo("the files of volume shop_files of workload shop-files");
        assertThat(item.forecast().stops()).containsExactly("shop-files-1", "shop-web-1");
        assertThat(item.forecast().bytes()).isEqualTo(1);
        assertThat(item.forecast().free()).isPresent();
        assertThat(item.forecast().outage()).isEqualTo(Duration.ofSeconds(34));
        assertThat(item.refusals()).isEmpty();
    }

    @Test
    void containersThatCannotBeStoppedAreReasonsToRefuse() throws Exception {
        control.removedWhenStopped.add("shop-web-1");
        docker.with(
                files("files").state(State.PAUSED),
                files("proxy").label("slackwater.role", "proxy"),
                ContainerBuilder.service("shop", "all").bind("/var/lib/docker/volumes", "/all"),
                ContainerBuilder.service("shop", "stuck"));
        docker.silence("shop-stuck-1");

        assertThat(restores.plan(ADMIN, FILES, LATEST).plan().refusals())
                .anyMatch(why -> why.contains("container shop-web-1 would be removed when it stops"))
                .anyMatch(why -> why.contains("container shop-files-1 is paused"))
                .anyMatch(why -> why.contains("container shop-proxy-1 can write to these files and is never stopped"))
                .anyMatch(why -> why.contains("container shop-stuck-1 cannot be inspected"))
                .hasSize(4);
        assertThat(restores.plan(ADMIN, FILES, LATEST)
                        .plan()
                        .items()
                        .getFirst()
                        .forecast()
                        .stops())
                .contains("shop-all-1");
    }

    @Test
    void anEmptyVolumeNeedsNoSafetySnapshot() throws Exception {
        for (String path : OLD.keySet()) {
            Files.delete(live.resolve(path));
        }
        Files.delete(live.resolve("dir"));

        RestoreRecord restore = restore();

        assertThat(restore.state()).as(restore.message()).isEqualTo(RestoreRecord.State.SUCCEEDED);
        assertThat(saved).isEmpty();
        assertThat(withoutLists(listing(live))).isEqualTo(listing(stored));
    }
}
