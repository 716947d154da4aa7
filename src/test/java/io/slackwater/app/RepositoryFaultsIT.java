package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.health.HealthReason;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.kind.RestoreException;
import io.slackwater.repository.PreparedRepositories;
import io.slackwater.restore.Requester;
import io.slackwater.restore.RestoreTarget;
import io.slackwater.schedule.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Repositories that are damaged, vanish, are exchanged, read-only or full. Needs root. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@Tag("long")
class RepositoryFaultsIT extends RepositoryFaultsScene {

    @Test
    @Order(1)
    void aFlippedByteInAPackFailsItsDatasetAndNoOther() throws Exception {
        assertThat(flips.count()).isPositive();
        List<RunRecord> runs = harness.settled();
        assertThat(runs)
                .extracting(RunRecord::kind)
                .contains("postgres", "redis", "open-webui", "ollama", "volume", "config");
        for (RunRecord run : runs) {
            if (struck.test(run.dataset())) {
                assertNotWhole(run);
            } else {
                assertSucceeded(run);
            }
        }
        flips.repair();

        struck = Set.of(ROLES, REDIS)::contains;
        Stack.psql(PROJECT, "db", "app", "create role another login password 'another'");
        sh("docker exec -e REDISCLI_AUTH=secret " + PROJECT + "-cache-1 redis-cli set another value");
        Map<String, RunRecord> next = backupAll();
        next.values().forEach(run -> {
            if (struck.test(run.dataset())) {
                assertThat(run.state()).as(run.message()).isNotEqualTo(RunState.SUCCEEDED);
                // What was verified earlier stays restorable, and is all that is.
                assertThat(harness.app.journal().verdicts().of(run.dataset())).hasSize(1);
            } else {
                assertSucceeded(run);
            }
        });
        flips.repair();
        struck = dataset -> false;
        backupAll().values().forEach(RepositoryFaultsIT::assertSucceeded);
        for (String name : List.of("critical", "models", "system")) {
            assertThat(harness.app.repositoryAlarms().reason(name)).as(name).isPresent();
            harness.app.maintenance().check(name, "5%");
        }
        Awaitility.await("checks that read all")
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(List.of("critical", "models", "system"))
                        .allSatisfy(name -> assertThat(
                                        harness.app.repositoryAlarms().reason(name))
                                .isEmpty()));
    }

    private static void assertNotWhole(RunRecord run) {
        assertThat(run.state()).as(run.dataset() + ": " + run.message()).isEqualTo(RunState.FAILED);
        assertThat(run.message())
                .as(run.dataset())
                .contains("repository ")
                .contains(repositories.toString())
                .contains(run.snapshot().orElseThrow().substring(0, 8))
                .contains("Run restic check on the repository");
        assertThat(harness.app.journal().verdicts().of(run.dataset())).isEmpty();
        assertThat(harness.app.journal().runs().lastSuccess(run.dataset())).isEmpty();
        assertThatThrownBy(() -> harness.app
                        .restores()
                        .start(
                                new Requester("ann", true),
                                run.dataset(),
                                "latest",
                                new RestoreTarget.Volume(PROJECT + "-restored")))
                .isInstanceOf(RestoreException.class)
                .hasMessageContaining(run.dataset());
        assertThat(snapshotsOf(run))
                .as("poison of " + run.dataset() + " is forgotten")
                .isEmpty();
    }

    @Test
    @Order(2)
    void aMissingRepositoryIsNeverCreatedAgain() throws Exception {
        Path there = repositories.resolve("system");
        Path aside = repositories.resolve("system.away");
        Files.move(there, aside);
        try {
            assertAlarmed("system", backup(SOME), "Slackwater never initialises the repository again");
            assertRestoreRefused(
                    "repository system", there.toString(), "Slackwater never initialises the repository again");
            assertThat(there).doesNotExist();
            assertThat(harness.app.backups.scheduler.nextRuns())
                    .anyMatch(next -> next.task() == Task.RETRY && next.name().equals(REDIS));

            // A mount point without its disk.
            Files.createDirectory(there);
            assertAlarmed("system", backup(SOME), "Slackwater never initialises the repository again");
            assertThat(there).isEmptyDirectory();
        } finally {
            putBack(aside, there);
        }
        assertGoodAgain();
    }

    @Test
    @Order(3)
    void aForeignRepositoryAtAKnownPathIsNotWrittenTo() throws Exception {
        Path there = repositories.resolve("system");
        Path aside = repositories.resolve("system.away");
        Path key = directory.resolve("secrets/keys/system.key");
        Files.move(there, aside);
        try {
            PreparedRepositories.another(there, key);
            String before = listing(there);
            assertAlarmed("system", backup(SOME), "this is another repository", "the recorded id is");
            assertThat(harness.health(REDIS).reason()).contains("this is another repository", "the recorded id is");
            assertThat(listing(there)).isEqualTo(before);

            sh("rm -rf " + there);
            PreparedRepositories.another(there, Files.writeString(directory.resolve("other.key"), "other"));
            before = listing(there);
            assertAlarmed("system", backup(SOME), "wrong password", "Put the right key file back");
            assertThat(listing(there)).isEqualTo(before);
        } finally {
            putBack(aside, there);
        }
        assertGoodAgain();
    }

    @Test
    @Order(4)
    void aWrongKeyFileIsReportedAndKept() throws Exception {
        Path key = directory.resolve("secrets/keys/system.key");
        String right = Files.readString(key);
        String before = listing(repositories.resolve("system"));
        Files.writeString(key, "this-is-not-the-key\n");
        // A proof of the repository holds for a minute. It must not hold a second longer.
        Map<String, RunRecord> runs = backup(SOME);
        assertAlarmed("system", runs, "Put the right key file back");
        assertThat(harness.health(REDIS).reason())
                .as("the alarm has the remedy")
                .doesNotContain("Put the right key file back");
        // The same minute: it begins, and ends with the same words.
        assertThat(restore(REDIS).message()).contains("repository system", "Put the right key file back");
        assertThat(of(runs, REDIS).message())
                .doesNotContain("this-is-not-the-key")
                .doesNotContain(right.strip());
        assertThat(listing(repositories.resolve("system"))).isEqualTo(before);
        assertThat(key).hasContent("this-is-not-the-key\n");
        assertThat(harness.app.backups.scheduler.nextRuns()).noneMatch(next -> next.task() == Task.RETRY);

        Files.writeString(key, right);
        assertGoodAgain();
    }

    @Test
    @Order(5)
    void aReadOnlyRepositoryFailsItsRunsSoonAndNoOtherRuns() throws Exception {
        Path disk = repositories.resolve("critical");
        sh("mount -o remount,ro " + disk);
        long begin = System.nanoTime();
        try {
            Map<String, RunRecord> runs = backup(SOME);
            assertThat(of(runs, APP).state()).as(of(runs, APP).message()).isEqualTo(RunState.FAILED);
            assertThat(of(runs, APP).cause()).as(of(runs, APP).message()).isEqualTo(EndCause.REPOSITORY_UNAVAILABLE);
            assertThat(of(runs, APP).message())
                    .contains("repository critical")
                    .contains(disk.toString())
                    .contains("Make the repository writable");
            assertSucceeded(of(runs, REDIS));
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(60));
        } finally {
            sh("mount -o remount,rw " + disk);
        }
        assertGoodAgain();
    }

    @Test
    @Order(6)
    void aFullRepositoryDiskFailsItsRunsSoonAndNoOtherRuns() throws Exception {
        Path disk = repositories.resolve("critical");
        String container = PROJECT + "-files-1";
        sh("docker exec " + container + " bash -c 'head -c 120000000 /dev/urandom >/data/huge'");
        String files = dataset("files");
        long begin = System.nanoTime();
        int verified = harness.app.journal().verdicts().of(files).size();
        RunRecord run = harness.backup(files);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        assertThat(run.state()).as(run.message()).isEqualTo(RunState.FAILED);
        assertThat(run.message())
                .contains("repository critical")
                .contains(disk.toString())
                .contains("Free some space");
        assertThat(took).isLessThan(Duration.ofSeconds(60));
        assertThat(harness.app.journal().verdicts().of(files)).hasSize(verified);
        assertThat(sh("docker inspect -f {{.State.Paused}} " + container)).isEqualTo("false");
        assertSucceeded(harness.backup(REDIS));
        harness.settled();

        // A larger disk, or less data, is enough. The repository needs no repair.
        sh("mount -o remount,size=300m " + disk + "; docker exec " + container + " rm /data/huge");
        assertGoodAgain();
    }

    private static void assertRestoreRefused(String... words) {
        assertThatThrownBy(() -> restore(REDIS))
                .isInstanceOfSatisfying(
                        RestoreException.class, e -> assertThat(e.reason()).isEqualTo(RestoreException.Reason.FAILED))
                .hasMessageContainingAll(words);
    }

    /** The repository's datasets fail, all others succeed, and the repository has an alarm. */
    private static void assertAlarmed(String repository, Map<String, RunRecord> runs, String... words)
            throws Exception {
        for (RunRecord run : runs.values()) {
            if (repositoryOf(run).equals(repository)) {
                assertThat(run.state()).as(run.dataset()).isEqualTo(RunState.FAILED);
                assertThat(run.message())
                        .contains("repository " + repository)
                        .contains(repositories.resolve(repository).toString())
                        .contains(words);
            } else {
                assertSucceeded(run);
            }
        }
        harness.look();
        assertThat(harness.app.journal().alarms().raised().values())
                .anySatisfy(alarm -> assertThat(alarm.title() + " " + alarm.detail())
                        .contains("Repository " + repository + " has a problem")
                        .contains(repositories.resolve(repository).toString()));
        assertThat(up(repository)).as("slackwater_repository_up").isZero();
        assertThat(harness.health(REDIS).why()).isEqualTo(HealthReason.NOT_RESTORABLE);
        assertThat(harness.health(REDIS).reason())
                .contains(repositories.resolve(repository).toString());
        harness.settled();
    }

    private static void assertGoodAgain() throws Exception {
        backup(SOME).values().forEach(RepositoryFaultsIT::assertSucceeded);
        harness.look();
        assertThat(harness.app.journal().alarms().raised().values())
                .filteredOn(alarm -> alarm.over().isEmpty())
                .noneMatch(alarm -> alarm.title().startsWith("Repository"));
        assertThat(up("system")).as("slackwater_repository_up").isOne();
        assertThat(harness.health(REDIS).why()).isEqualTo(HealthReason.FRESH);
    }
}
