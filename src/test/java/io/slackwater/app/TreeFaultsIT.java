package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.Uncovered;
import io.slackwater.journal.JournalException;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Trigger;
import io.slackwater.journal.Verified;
import io.slackwater.repository.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Changed trees, and failures of processes and disks during a freeze. Needs root. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@Tag("long")
class TreeFaultsIT {

    private static final String PROJECT = "swfaultstree";
    private static final String FILES = PROJECT + "-files-1";
    private static final String LIMITS = "limits: { attempts: 2, minFreeMiB: 1, idle: 8s, shrinkPercent: 100 }";

    @TempDir
    static Path directory;

    private static AppHarness harness;
    private static Path bind;
    private static Path data;
    private static volatile boolean fill;

    @BeforeAll
    static void start() throws Exception {
        Stack.remove(PROJECT);
        Stack.volume(PROJECT, "files");
        Stack.volume(PROJECT, "calm");
        bind = Files.createDirectories(directory.resolve("stack/bind"));
        Files.writeString(bind.resolve("file"), "content");
        binding("bound", bind);
        data = Files.createDirectories(directory.resolve("data"));
        sh("mount -t tmpfs -o size=64m tmpfs " + data);
        harness = new AppHarness(
                directory, PROJECT, LIMITS, real -> new StandingEngine(real, TreeFaultsIT::fillWhileItStands));
        harness.look();
        harness.settled();
    }

    private static void binding(String service, Path source) {
        sh("docker run -d" + Stack.labels(PROJECT, service) + " --init --label slackwater.volumes.include=/data -v "
                + source + ":/data debian:trixie-slim sleep infinity");
    }

    @AfterAll
    static void stop() throws Exception {
        if (harness != null) {
            harness.close();
        }
        sh("umount -l " + data + " || true");
        Stack.remove(PROJECT);
    }

    private static void fillWhileItStands() {
        if (fill) {
            sh("! dd if=/dev/zero of=" + data.resolve("filler") + " bs=4k 2>/dev/null");
        }
    }

    @Test
    @Order(1)
    void treesAreBackedUpWithoutAFault() {
        assertThat(harness.settled()).hasSizeGreaterThanOrEqualTo(4).allSatisfy(TreeFaultsIT::assertSucceeded);
        assertThat(harness.datasets()).contains(id("files"), id("calm"), id("bound"));
    }

    @Test
    @Order(2)
    void aSuddenlyEmptyTreeFailsUntilItIsAcknowledged() throws Exception {
        sh("docker exec " + FILES + " bash -c 'mkdir /away && mv /data/* /away/'");
        assertFailed(harness.backup(id("files")), source("files").toString(), "now has none", "acknowledge");
        assertSucceeded(harness.backup(id("calm")));

        sh("docker exec " + FILES + " bash -c 'mv /away/* /data/'");
        assertSucceeded(harness.backup(id("files")));

        sh("docker exec " + FILES + " bash -c 'rm -r /away; mkdir /away && mv /data/* /away/'");
        assertFailed(harness.backup(id("files")), "now has none");
        harness.app.acknowledgements().acknowledge(id("files"));
        RunRecord empty = harness.backup(id("files"));
        assertSucceeded(empty);
        assertThat(empty.message()).startsWith("The volume is empty: 0 files");
        sh("docker exec " + FILES + " bash -c 'mv /away/* /data/; rmdir /away'");
        assertSucceeded(harness.backup(id("files")));
    }

    @Test
    @Order(3)
    void aSourceThatBecameALinkOrVanishedIsUncovered() throws Exception {
        String bound = id("bound");
        Path real = bind.resolveSibling("real");
        Files.move(bind, real);
        try {
            // No discovery follows, so the run must detect the change.
            assertFailed(harness.backup(bound), bind.toString());
            harness.look();
            assertUncovered(
                    bind + " is not mounted into Slackwater's container",
                    bind + ":" + bind + ":ro,${SLACKWATER_PROPAGATION:-rslave}");

            Dataset found = harness.app.inventory().dataset(bound).orElse(null);
            assertThat(found).isNull();
            Files.createSymbolicLink(bind, real);
            harness.look();
            assertUncovered(bind + " is reached through a symbolic link, to " + real, real.toString());
            assertSucceeded(harness.backup(id("calm")));
        } finally {
            Files.deleteIfExists(bind);
            Files.move(real, bind);
        }
        harness.look();
        assertSucceeded(harness.backup(bound));

        // A link that appears between the look and the run.
        Files.move(bind, real);
        Files.createSymbolicLink(bind, real);
        try {
            assertFailed(harness.backup(bound), bind.toString(), "symbolic link");
        } finally {
            Files.deleteIfExists(bind);
            Files.move(real, bind);
        }
        assertSucceeded(harness.backup(bound));
        assertOnlyVerifiedIsThere(bound);
    }

    @Test
    @Order(4)
    void aKilledResticFailsTheRunAndLeavesNoSnapshot() throws Exception {
        String files = id("files");
        sh("docker exec " + FILES + " bash -c 'head -c 40000000 /dev/urandom >/data/more'");
        Thread killer = Thread.ofPlatform().daemon().start(() -> {
            while (!Thread.interrupted()) {
                if (paused(FILES)) {
                    resticsOf(files, ProcessHandle.current().descendants().toList())
                            .forEach(ProcessHandle::destroyForcibly);
                }
                LockSupport.parkNanos(1_000_000);
            }
        });
        try {
            RunRecord run = harness.backup(files);
            assertFailed(run, "repository critical", "killed");
            assertThat(run.attempt()).isEqualTo(2);
            assertThat(run.frozen()).as("it stood, though in vain").isPositive();
            assertThat(paused(FILES)).isFalse();
            assertSucceeded(harness.backup(id("calm")));
        } finally {
            killer.interrupt();
            killer.join();
        }
        assertSucceeded(harness.backup(files));
        assertOnlyVerifiedIsThere(files);
    }

    private static List<ProcessHandle> resticsOf(String dataset, List<ProcessHandle> processes) {
        return processes.stream()
                .filter(process -> {
                    List<String> arguments = List.of(process.info().arguments().orElse(new String[0]));
                    return arguments.contains("backup") && arguments.contains("plan:" + dataset);
                })
                .toList();
    }

    @Test
    @Order(5)
    void aFullJournalDiskFailsTheRunAndLeavesNoContainerFrozen() throws Exception {
        String files = id("files");
        int verified = harness.app.journal().verdicts().of(files).size();
        fill = true;
        try {
            String run = harness.app
                    .runs()
                    .submit(List.of(harness.app.inventory().dataset(files).orElseThrow()), Trigger.API)
                    .getFirst();
            Awaitility.await("the run is over")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> harness.app.runs().idle());
            assertThat(harness.app.journal().runs().find(run).orElseThrow().state())
                    .isNotEqualTo(RunState.SUCCEEDED);
            assertThat(harness.app.journal().verdicts().of(files)).hasSize(verified);
            assertThat(paused(FILES)).isFalse();
            assertThat(problem()).contains("journal").contains(data.toString());
        } finally {
            fill = false;
            Files.deleteIfExists(data.resolve("filler"));
        }
        assertThat(problem()).isEmpty();
        harness.look();
        RunRecord lost = harness.app
                .journal()
                .runs()
                .page(Optional.of(files), Optional.of(RunState.FAILED), Optional.empty(), 1)
                .getFirst();
        assertFailed(
                lost, "interrupted: the journal could not be written while the run was", "check the journal's disk");
        assertSucceeded(harness.backup(files));
        assertOnlyVerifiedIsThere(files);
    }

    private static String problem() {
        try {
            harness.app.journal().probe();
            return "";
        } catch (JournalException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    @Order(6)
    void aKilledSidecarThawsAndSettlesItsRunsAtTheNextStart(@TempDir Path own) throws Exception {
        String files = id("files");
        sh("docker exec " + FILES + " bash -c 'head -c 120000000 /dev/urandom >/data/huge'");
        Process sidecar = SidecarProcess.start(own, PROJECT, directory.resolve("sidecar.log"));
        Instant paused;
        try {
            Awaitility.await("a frozen container that is being stored")
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> paused(FILES)
                            && !resticsOf(files, sidecar.descendants().toList()).isEmpty());
            paused = Clock.systemUTC().instant();
        } finally {
            sidecar.destroyForcibly().waitFor();
        }
        Instant killed = Clock.systemUTC().instant();
        assertThat(paused(FILES)).as("the container is still frozen").isTrue();

        try (AppHarness next = AppHarness.of(own, PROJECT)) {
            Awaitility.await("thawed").atMost(Duration.ofSeconds(30)).until(() -> !paused(FILES));
            Instant thawed = Clock.systemUTC().instant();
            RunRecord interrupted = next.app.journal().runs().newest(files, 1).getFirst();
            assertThat(interrupted.state()).isEqualTo(RunState.FAILED);
            assertThat(interrupted.message()).contains("interrupted").contains("backed up again at once");
            assertThat(interrupted.frozen())
                    .as("from the pause to the thaw")
                    .isBetween(Duration.between(paused, killed), Duration.between(paused, thawed.plusSeconds(5)));
            assertThat(next.app.journal().poison().all())
                    .anyMatch(poison -> poison.run().equals(interrupted.id()));

            next.look();
            assertThat(next.settled()).allSatisfy(TreeFaultsIT::assertSucceeded);
            assertThat(next.app.journal().poison().all()).isEmpty();
            assertThat(next.app.repository("critical").snapshots("plan:" + files))
                    .extracting(Snapshot::stableId)
                    .containsExactlyElementsOf(next.app.journal().verdicts().of(files).stream()
                            .map(Verified::snapshot)
                            .toList());
            // A thaw is looked at once more before it is recorded as over, which a short verification does not wait
            // for.
            Awaitility.await("recorded leases")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> next.app.journal().leases().open().isEmpty());
        } finally {
            sh("docker exec " + FILES + " rm -f /data/huge");
        }
    }

    private static boolean paused(String container) {
        return sh("docker inspect -f {{.State.Paused}} " + container).equals("true");
    }

    private static void assertUncovered(String reason, String remedy) {
        assertThat(harness.app.inventory().uncovered())
                .filteredOn(one -> one.reason().contains(reason))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.severity()).isEqualTo(Uncovered.Severity.ALARM);
                    assertThat(one.remedy()).contains(remedy);
                });
    }

    private static void assertFailed(RunRecord run, String... words) {
        assertThat(run.state()).as(run.dataset() + ": " + run.message()).isEqualTo(RunState.FAILED);
        assertThat(run.message()).contains(words);
        assertThat(harness.app.journal().verdicts().of(run.dataset()))
                .extracting(Verified::run)
                .doesNotContain(run.id());
    }

    private static void assertOnlyVerifiedIsThere(String dataset) throws Exception {
        harness.settled();
        assertThat(harness.app.repository("critical").snapshots("plan:" + dataset))
                .extracting(Snapshot::stableId)
                .containsExactlyInAnyOrderElementsOf(harness.app.journal().verdicts().of(dataset).stream()
                        .map(Verified::snapshot)
                        .toList());
    }

    private static void assertSucceeded(RunRecord run) {
        assertThat(run.state()).as(run.dataset() + ": " + run.message()).isEqualTo(RunState.SUCCEEDED);
    }

    private static Path source(String service) {
        return ((Source.Tree) harness.app
                        .inventory()
                        .dataset(id(service))
                        .orElseThrow()
                        .source())
                .path();
    }

    private static String id(String service) {
        return harness.app.journal().runs().datasets().stream()
                .filter(id -> id.contains("." + service + "."))
                .findFirst()
                .orElseThrow();
    }
}
