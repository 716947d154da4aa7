package io.slackwater.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineDockerIT {

    private static final TestContainers CONTAINERS = new TestContainers("docker");
    private static final String INSTANCE = CONTAINERS.unique("instance");
    private static final EngineDocker DOCKER =
            new EngineDocker(TestContainers.SOCKET, () -> INSTANCE, () -> TestContainers.IMAGE);

    @TempDir
    static Path directory;

    @AfterAll
    static void clean() throws DockerException {
        DOCKER.sweepHelpers();
        CONTAINERS.close();
    }

    @Test
    void containersAreFoundByNameIdAndComposeServiceWithoutOneOffs() throws Exception {
        String project = CONTAINERS.unique("project");
        String[] labels = {
            "--label", "com.docker.compose.project=" + project, "--label", "com.docker.compose.service=db",
        };
        String plain = CONTAINERS.sleeping("plain", concat(labels, "-e", "SECRET=x=y", "--tmpfs", "/scratch"));
        String oneOff = CONTAINERS.sleeping("oneoff", concat(labels, "--label", "com.docker.compose.oneoff=True"));

        Container found = DOCKER.find(plain).orElseThrow();
        assertThat(found.name()).isEqualTo(plain);
        assertThat(found.running()).isTrue();
        assertThat(found.environment()).containsEntry("SECRET", "x=y");
        assertThat(found.mounts()).extracting(Mount::destination).containsExactly("/scratch");
        assertThat(found.startedAt()).isAfter(Instant.EPOCH);
        assertThat(found.command()).containsExactly("sleep", "infinity");
        assertThat(DOCKER.find(found.id())).contains(found);
        assertThat(DOCKER.find(plain + "-not")).isEmpty();
        assertThat(DOCKER.find("strange/../name")).isEmpty();
        assertThat(DOCKER.service(project, "db")).extracting(Container::name).containsExactly(plain);
        assertThat(DOCKER.service(project, "web")).isEmpty();
        assertThat(DOCKER.survey().containers()).extracting(Container::name).contains(plain, oneOff);
        assertThat(DOCKER.inspectJson(plain).orElseThrow()).contains("\"Id\":\"" + found.id());
        assertThat(DOCKER.inspectJson(plain + "-not")).isEmpty();
        assertThat(DOCKER.dataRoot())
                .isAbsolute()
                .isEqualTo(Path.of(TestContainers.docker("info", "-f", "{{.DockerRootDir}}")));
    }

    @Test
    void anImageListsItsNames() throws Exception {
        String name = CONTAINERS.sleeping("image");
        Container container = DOCKER.find(name).orElseThrow();
        assertThat(DOCKER.imageNames(container.imageId())).contains(TestContainers.IMAGE);
        assertThat(DOCKER.imageNames("sha256:" + "0".repeat(64))).isEmpty();
    }

    @Test
    void onlyARunningContainerIsPausedAndOnlyAPausedOneIsResumed() throws Exception {
        String name = CONTAINERS.sleeping("pause");
        DOCKER.pause(name);
        assertThat(DOCKER.find(name).orElseThrow().state()).isEqualTo(Container.State.PAUSED);
        DockerException twice = catchThrowableOfType(DockerException.class, () -> DOCKER.pause(name));
        assertThat(twice.failure()).isEqualTo(DockerFailure.REFUSED);
        assertThat(twice).hasMessageContaining(name).hasMessageContaining("already paused");

        Thread.currentThread().interrupt();
        DOCKER.unpause(name);
        assertThat(Thread.interrupted()).as("the interrupt is still there").isTrue();
        assertThatThrownBy(() -> DOCKER.unpause(name)).hasMessageContaining("is not paused");
        assertThat(DOCKER.find(name).orElseThrow().running()).isTrue();

        DOCKER.stop(name, Duration.ZERO);
        DOCKER.stop(name, Duration.ZERO);
        assertThat(DOCKER.find(name).orElseThrow().state()).isEqualTo(Container.State.EXITED);
        assertThatThrownBy(() -> DOCKER.pause(name)).hasMessageContaining("is not running");
        DOCKER.start(name);
        DOCKER.start(name);
        assertThat(DOCKER.find(name).orElseThrow().running()).isTrue();
    }

    @Test
    void anExistingVolumeIsNeverCreatedAgain() throws Exception {
        String name = CONTAINERS.unique("volume");
        DOCKER.createVolume(name, Map.of("slackwater.made", "yes"));
        try {
            assertThat(DOCKER.volumes()).containsKey(name);
            assertThatThrownBy(() -> DOCKER.createVolume(name, Map.of())).hasMessageContaining("exists already");
        } finally {
            DOCKER.removeVolume(name);
        }
        assertThat(DOCKER.volumes()).doesNotContainKey(name);
        assertThatThrownBy(() -> DOCKER.removeVolume(name)).isInstanceOf(DockerException.class);
    }

    @Test
    void aHelperHasNoRightsAndIsRemovedWhenClosed() throws Exception {
        String volume = CONTAINERS.unique("helped");
        String id;
        try (HelperContainer helper =
                DOCKER.helper(new HelperRequest("probe", List.of(volume + ":/v:ro"), List.of("DAC_READ_SEARCH")))) {
            id = DOCKER.find(helper.id()).orElseThrow().id();
            Container container = DOCKER.find(id).orElseThrow();
            assertThat(container.name()).startsWith("slackwater-helper-probe-");
            assertThat(container.labels())
                    .containsEntry("slackwater.helper", INSTANCE)
                    .containsEntry("slackwater.purpose", "probe");
            assertThat(container.networks().values()).allMatch(String::isEmpty);
            ExecResult caps = exec(
                    helper,
                    "sh",
                    "-c",
                    "grep -E 'CapBnd|NoNewPrivs' /proc/1/status; touch /x; touch /tmp/x; touch /v/x; ls -d /v");
            // DAC_READ_SEARCH is capability 2.
            assertThat(caps.stdout())
                    .contains("CapBnd:\t0000000000000004")
                    .contains("NoNewPrivs:\t1")
                    .contains("/v");
            assertThat(caps.stderr()).contains("/x").contains("/v/x").doesNotContain("/tmp/x");
            helper.close();
            helper.close();
        }
        await().until(() -> DOCKER.find(id).isEmpty());
        DOCKER.removeVolume(volume);
    }

    @Test
    void aMissingHelperImageIsNamed() throws Exception {
        EngineDocker docker = new EngineDocker(TestContainers.SOCKET, () -> INSTANCE, () -> "no-such-image:1");
        DockerException failure = catchThrowableOfType(
                DockerException.class, () -> docker.helper(new HelperRequest("probe", List.of(), List.of())));
        assertThat(failure).hasMessageContaining("no-such-image:1");
        assertThat(failure.failure()).isEqualTo(DockerFailure.REFUSED);
    }

    @Test
    void theSweepRemovesOnlyHelpersOfItsOwner() throws Exception {
        String other = CONTAINERS.sleeping("other", "--label", "slackwater.helper=another-owner");
        String mine = CONTAINERS.unique("swept");
        EngineDocker docker = new EngineDocker(TestContainers.SOCKET, () -> mine, () -> TestContainers.IMAGE);
        HelperContainer first = docker.helper(new HelperRequest("restore", List.of(), List.of()));
        HelperContainer second = docker.helper(new HelperRequest("probe", List.of(), List.of()));
        docker.pause(second.id());
        assertThat(docker.sweepHelpers()).isEqualTo(2);
        assertThat(docker.find(first.id())).isEmpty();
        assertThat(docker.find(second.id())).isEmpty();
        assertThat(docker.find(other)).isPresent();
        assertThat(docker.sweepHelpers()).isZero();
    }

    @Test
    void eventsArriveInOrderAndAReconnectCausesASurvey() throws Exception {
        String name = CONTAINERS.sleeping("events");
        String id = DOCKER.find(name).orElseThrow().id();
        List<String> seen = new CopyOnWriteArrayList<>();
        Path socket = directory.resolve("events.sock");
        EngineDocker through =
                new EngineDocker(socket, () -> INSTANCE, () -> TestContainers.IMAGE, Duration.ofMillis(200));
        try (SocketProxy proxy = new SocketProxy(socket, TestContainers.SOCKET).listen();
                AutoCloseable following = through.follow(new Notes(seen, id))) {
            await().until(() -> seen.equals(List.of("resync")));
            TestContainers.docker("pause", name);
            TestContainers.docker("unpause", name);
            await().until(() -> seen.equals(List.of("resync", "pause", "unpause")));

            proxy.away();
            await().until(() -> seen.getLast().equals("resync"));
            TestContainers.docker("pause", name);
            proxy.listen();
            await().atMost(Duration.ofSeconds(60)).until(() -> seen.size() == 5);
            TestContainers.docker("unpause", name);
            await().until(() -> seen.getLast().equals("unpause"));
            assertThat(seen).containsExactly("resync", "pause", "unpause", "resync", "resync", "unpause");
        }
        int before = seen.size();
        TestContainers.docker("kill", name);
        assertThat(seen).hasSize(before);
    }

    @Test
    @Tag("long")
    void aHangingDaemonIsDetectedOnAnOpenConnection() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        Path socket = directory.resolve("hang.sock");
        EngineDocker through =
                new EngineDocker(socket, () -> INSTANCE, () -> TestContainers.IMAGE, Duration.ofMillis(200));
        try (SocketProxy proxy = new SocketProxy(socket, TestContainers.SOCKET).listen();
                AutoCloseable following = through.follow(new Notes(seen, "none"))) {
            await().until(() -> seen.equals(List.of("resync")));
            proxy.silence(true);
            await().atMost(Duration.ofSeconds(60)).until(() -> seen.equals(List.of("resync", "resync")));
            proxy.silence(false);
            await().atMost(Duration.ofSeconds(30)).until(() -> seen.equals(List.of("resync", "resync", "resync")));
        }
    }

    @Test
    void aMountIsProvedOnlyWhenBothSidesSeeTheSameFiles() throws Exception {
        Path real = Files.createDirectory(directory.resolve("real"));
        Path file = Files.writeString(directory.resolve("file with blanks"), "x");
        Path link = Files.createSymbolicLink(directory.resolve("link"), real);
        Path below = Files.createDirectory(real.resolve("below"));
        Path missing = directory.resolve("missing");

        Map<Path, MountProof> proofs = new MountProbe(DOCKER::helper, false, Clock.systemUTC())
                .prove(List.of(real, link, missing, file, link.resolve("below"), below, Path.of("relative")));

        assertThat(proofs.keySet())
                .containsExactly(real, link, missing, file, link.resolve("below"), below, Path.of("relative"));
        assertThat(proofs.get(real)).isInstanceOf(MountProof.Proven.class);
        assertThat(proofs.get(file)).isInstanceOf(MountProof.Proven.class);
        assertThat(proofs.get(below)).isInstanceOf(MountProof.Proven.class);
        assertThat(proofs.get(link)).asString().contains("symbolic link").contains(real.toString());
        assertThat(proofs.get(link.resolve("below"))).asString().contains("symbolic link");
        assertThat(proofs.get(missing))
                .asString()
                .contains("- " + missing + ":" + missing + ":ro,${SLACKWATER_PROPAGATION:-rslave}");
        assertThat(proofs.get(Path.of("relative"))).isInstanceOf(MountProof.Refuted.class);
        assertThat(Files.exists(missing)).as("probing made a directory").isFalse();
    }

    @Test
    void aMountWithOtherFilesOnTheHostIsDisproved() throws Exception {
        Path same = Files.createDirectory(directory.resolve("same"));
        Path nowhere = Files.createDirectory(directory.resolve("nowhere"));
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        // What a container sees through a wrong mount: the helper is given other sources than those it was asked for.
        MountProbe.Helpers lying = request -> DOCKER.helper(new HelperRequest(
                request.purpose(),
                request.binds().stream()
                        .map(bind -> bind.replace(same.toString(), elsewhere.toString())
                                .replace(
                                        nowhere.toString(),
                                        directory.resolve("not-there").toString()))
                        .toList(),
                request.capabilities()));

        Map<Path, MountProof> proofs =
                new MountProbe(lying, true, Clock.systemUTC()).prove(List.of(same, nowhere, elsewhere));

        assertThat(proofs.get(same))
                .asString()
                .contains("is another directory")
                .contains(same + ":" + same + ":ro,${SLACKWATER_PROPAGATION:-rslave}");
        assertThat(proofs.get(nowhere)).asString().contains("Docker cannot mount it from the host");
        assertThat(proofs.get(elsewhere)).isInstanceOf(MountProof.Proven.class);
    }

    private static ExecResult exec(HelperContainer helper, String... argv)
            throws DockerException, InterruptedException {
        return helper.exec(ExecCommand.of(argv), Duration.ofSeconds(60));
    }

    private static String[] concat(String[] some, String... more) {
        return java.util.stream.Stream.concat(java.util.Arrays.stream(some), java.util.Arrays.stream(more))
                .toArray(String[]::new);
    }

    private record Notes(List<String> seen, String id) implements DockerEvents {

        @Override
        public void resync() {
            seen.add("resync");
        }

        @Override
        public void container(String action, String containerId, Instant at) {
            if (containerId.equals(id)) {
                seen.add(action);
            }
        }
    }
}
