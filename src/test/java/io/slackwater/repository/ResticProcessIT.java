package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slackwater.policy.RepositoryPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The effects of a faulty command behind restic, and of a restic that cannot work. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ResticProcessIT {

    @TempDir
    Path root;

    ResticWorld world;
    Path pid;

    @BeforeEach
    void world() throws Exception {
        world = new ResticWorld(root).used().idle(Duration.ofSeconds(4));
        world.repository().open();
        pid = root.resolve("pid");
    }

    @Test
    void aCommandThatFailsAfterFiftyMegabytesLeavesNoSnapshot() throws Exception {
        RepositoryException failure =
                // restic can end before it has passed on the words of a command that has ended.
                backup("head -c 52428800 /dev/urandom; echo boom >&2; sleep 0.3; exit 3")
                        .failure();

        assertThat(failure.failure()).isEqualTo(Failure.SOURCE);
        assertThat(failure).hasMessageContaining("boom").hasMessageContaining("exit status 3");
        assertThat(world.repository().snapshots()).isEmpty();
    }

    @Test
    void aCommandThatFailsAfterAllItsDataLeavesNoSnapshot() throws Exception {
        assertThat(backup("echo all; exit 1").failure().failure()).isEqualTo(Failure.SOURCE);
        assertThat(world.repository().snapshots()).isEmpty();
    }

    @Test
    void aKilledCommandLeavesNoSnapshot() throws Exception {
        assertThat(backup("echo all; kill -9 $$").failure().failure()).isEqualTo(Failure.SOURCE);
        assertThat(world.repository().snapshots()).isEmpty();
    }

    @Test
    void aMissingCommandLeavesNoSnapshot() throws Exception {
        ResticResult result = world.resticRepository()
                .backup(
                        "backup",
                        arguments("/no/such/command"),
                        ResticOutput.events(event -> {}),
                        Duration.ofSeconds(4),
                        new NoWindow());

        assertThat(result.failure().failure()).isEqualTo(Failure.SOURCE);
        assertThat(result.failure()).hasMessageContaining("/no/such/command");
    }

    @Test
    void aFailureOfTheCommandIsNotBlamedOnTheRepository() throws Exception {
        RepositoryException failure = backup(
                        "echo 'no space left on device' >&2; echo 'Save(<x>) failed: read-only file system' >&2; exit 1")
                .failure();

        assertThat(failure.failure()).isEqualTo(Failure.SOURCE);
    }

    @Test
    @Tag("long")
    void aGrandchildThatHoldsThePipeTimesOut() throws Exception {
        RepositoryException failure = catchThrowableOfType(
                RepositoryException.class,
                () -> backup("head -c 1000 /dev/urandom; (trap '' TERM; echo $BASHPID > " + pid
                        + "; while :; do sleep 600; done) & exit 0"));

        assertThat(failure.failure()).as(failure.getMessage()).isEqualTo(Failure.IDLE);
        assertThat(failure).hasMessageContaining("no progress for 4 s");
        assertGone();
        assertThat(world.repository().snapshots()).isEmpty();
        assertThat(world.path.resolve("locks")).isEmptyDirectory();
    }

    @Test
    void anInterruptEndsGrandchildren() throws Exception {
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread run = Thread.ofVirtual().start(() -> {
            try {
                backup("(trap '' TERM; echo $BASHPID > " + pid + "; while :; do sleep 600; done) & wait");
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(pid));

        run.interrupt();

        assertThat(run.join(Duration.ofSeconds(60))).isTrue();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertGone();
    }

    @Test
    void aSilentGrandchildThatOutlivesABackupIsEnded() throws Exception {
        ResticResult result = backup("(echo $BASHPID > " + pid + "; exec sleep 600 >/dev/null 2>&1) & echo data");

        assertThat(result.exit()).isEqualTo(ResticExit.OK);
        assertGone();
    }

    @Test
    void anInterruptedThreadStartsNoProcess() throws Exception {
        Path log = root.resolve("starts");
        Path counting = world.script("counting", "echo x >> " + log + "; exec " + ResticWorld.restic() + " \"$@\"");
        Repository counted = new ResticWorld(root, counting.toString()).repository();

        Thread.currentThread().interrupt();

        assertThat(catchThrowableOfType(InterruptedException.class, counted::snapshots))
                .isNotNull();
        assertThat(log).doesNotExist();
    }

    @Test
    void aMissingResticIsReported() throws Exception {
        RepositoryException failure = catchThrowableOfType(
                RepositoryException.class, new ResticWorld(root, "/no/such/restic").repository()::open);

        assertThat(failure).hasMessageContaining("Install restic").hasMessageContaining("/no/such/restic");
    }

    @Test
    void anUnreachableServerTimesOutWithoutItsPasswordInTheMessage() throws Exception {
        RepositoryPolicy remote = new RepositoryPolicy(
                "critical",
                "rest:http://user:p4ssw0rd-of-the-server@127.0.0.1:9/x",
                RepositoryPolicy.Compression.AUTO,
                Optional.empty());

        RepositoryException failure = openFailure(remote);

        assertThat(failure.failure()).as(failure.getMessage()).isEqualTo(Failure.IDLE);
        assertThat(failure.getMessage())
                .doesNotContain("p4ssw0rd-of-the-server")
                .contains("127.0.0.1:9");
    }

    @Test
    void theEnvironmentFileIsPassedToResticAndStaysSecret() throws Exception {
        Path file = Files.writeString(
                root.resolve("env"), "# for the bucket\nA_SECRET='s3cr3t-value'\n\nOTHER_SETTING=plain-setting\n");
        Path telling = world.script(
                "telling",
                "echo \"Fatal: $A_SECRET $OTHER_SETTING HOME=${HOME:+set} $RESTIC_PROGRESS_FPS ${JAVA_HOME:-clean}\" >&2; exit 1");
        RepositoryPolicy policy = new RepositoryPolicy(
                "critical", world.path.toString(), RepositoryPolicy.Compression.AUTO, Optional.of(file));

        RepositoryException failure = openFailure(telling.toString(), policy);

        assertThat(failure).hasMessageContaining("*** *** HOME=set 1 clean");
        assertThat(failure.getMessage()).doesNotContain("s3cr3t-value");
    }

    @Test
    void anEnvironmentFileMayNotReplaceTheKey() throws Exception {
        Path file = Files.writeString(root.resolve("env"), "RESTIC_PASSWORD=abcdefgh\n");
        RepositoryPolicy policy = new RepositoryPolicy(
                "critical", world.path.toString(), RepositoryPolicy.Compression.AUTO, Optional.of(file));

        RepositoryException failure = openFailure(policy);

        assertThat(failure).hasMessageContaining("RESTIC_PASSWORD").hasMessageContaining("line 1");
        assertThat(failure.getMessage()).doesNotContain("abcdefgh");
    }

    private RepositoryException openFailure(RepositoryPolicy policy) {
        return openFailure(ResticWorld.restic(), policy);
    }

    private RepositoryException openFailure(String restic, RepositoryPolicy policy) {
        ResticPlaces places =
                new ResticPlaces(restic, world.places.secrets(), world.places.cache(), world.places.scratch());
        Repository repository = new Repositories(
                        places, TestPolicies.of(TestPolicies.limits(Duration.ofSeconds(4), 1), policy), world.clock)
                .get("critical");
        RepositoryException failure = catchThrowableOfType(RepositoryException.class, repository::open);
        assertThat(failure).isNotNull();
        return failure;
    }

    private ResticResult backup(String script) throws Exception {
        return world.resticRepository()
                .backup(
                        "backup",
                        arguments("bash", "-c", script),
                        ResticOutput.events(event -> {}),
                        Duration.ofSeconds(4),
                        new NoWindow());
    }

    private static List<String> arguments(String... command) {
        List<String> arguments =
                new ArrayList<>(List.of("backup", "--json", "--stdin-from-command", "--stdin-filename", "x", "--"));
        arguments.addAll(List.of(command));
        return arguments;
    }

    private void assertGone() throws Exception {
        Path process = Path.of("/proc", Files.readString(pid).strip());
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !Files.exists(process));
    }
}
