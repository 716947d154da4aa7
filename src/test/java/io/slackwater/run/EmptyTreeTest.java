package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slackwater.app.ServiceKinds;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.Workload;
import io.slackwater.freeze.BrokenFreeze;
import io.slackwater.freeze.FreezeLease;
import io.slackwater.freeze.Freezer;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.Journal;
import io.slackwater.kind.config.NoConfig;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import io.slackwater.policy.PolicyFile;
import io.slackwater.repository.ChangedFiles;
import io.slackwater.repository.Repositories;
import io.slackwater.repository.ResticPlaces;
import io.slackwater.repository.StoredSnapshot;
import io.slackwater.trust.RunFailure.Failed;
import io.slackwater.trust.SnapshotTrust;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An empty volume beside the data of a database. Its backup needs no pause of the database. */
class EmptyTreeTest {

    @TempDir
    Path directory;

    private final List<String> frozen = new ArrayList<>();
    private Path volume;
    private Journal journal;

    @BeforeEach
    void open() throws Exception {
        journal = Journal.open(directory.resolve("j.db"), Clock.systemUTC());
        volume = directory.resolve("volume");
        Files.createDirectories(volume.resolve("with/directories"));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    /** Counts freezes, and holds none. */
    private final class Counting implements Freezer {

        @Override
        public FreezeLease freeze(String run, String dataset, List<String> containers, Duration max) {
            frozen.add(dataset);
            return new Unbroken();
        }

        @Override
        public Optional<String> broken(String run) {
            return Optional.empty();
        }

        @Override
        public void settle() {}

        @Override
        public Optional<Duration> stood(String run) {
            return Optional.of(Duration.ZERO);
        }

        @Override
        public void thawAll() {}
    }

    private record Unbroken() implements FreezeLease {

        @Override
        public Optional<BrokenFreeze> broken() {
            return Optional.empty();
        }

        @Override
        public Duration frozen() {
            return Duration.ofMillis(5);
        }

        @Override
        public void close() {}
    }

    private BackupTarget target() throws Exception {
        return target(Map.of());
    }

    private BackupTarget target(Map<String, String> labels) throws Exception {
        List<String> excludes =
                labels.values().stream().map(pattern -> volume + "/" + pattern).toList();
        Source.Tree tree = new Source.Tree(new Kind("volume"), volume, "/backups", excludes);
        Dataset dataset = new Dataset(
                "shop.cache.srv-backups",
                Environments.CACHE.workload(),
                "/backups",
                tree,
                Method.FREEZE,
                "system",
                List.of());
        Workload workload = Environments.allowed(Duration.ofMinutes(1), labels);
        Policy policy = PolicyFile.load(Files.writeString(directory.resolve("policy.yml"), "instance: it-stack"));
        ResticPlaces places = new ResticPlaces("restic", directory, directory, directory);
        PlanPolicy plan = Objects.requireNonNull(policy.plans().get("system"));
        return new BackupTarget(
                dataset,
                workload,
                plan,
                new Repositories(places, policy, Clock.systemUTC()).get("system"),
                "restic",
                policy.limits());
    }

    private TreePass pass(BackupTarget target) {
        Clock clock = Clock.systemUTC();
        return new TreePass(
                new TreePasses(
                        journal.datasets(),
                        journal.verdicts(),
                        journal.repositories(),
                        SnapshotTrust.of(journal, clock).damaged(),
                        directory.resolve("scratch"),
                        clock),
                new ServiceKinds(Environments.docker(), clock, dataset -> false, new NoConfig())
                        .all()
                        .of(target.dataset().kind()),
                target,
                (Source.Tree) target.dataset().source(),
                "r1",
                Optional.empty(),
                TreePass.Expected.NOTHING);
    }

    private static final StoredSnapshot STORED = new StoredSnapshot("snap", 1, 1, ChangedFiles.NONE);

    @Test
    void anEmptyTreeIsReadWithoutAFreeze() throws Exception {
        TreePass pass = pass(target());
        assertThat(pass.needsFreeze()).isFalse();
        pass.open();
        assertThat(pass.content(STORED).bytes()).isEqualTo(1);
    }

    @Test
    void aTreeWithAFileInASubdirectoryIsFrozen() throws Exception {
        Files.writeString(volume.resolve("with/directories/file"), "x");
        TreePass pass = pass(target());
        assertThat(pass.needsFreeze()).isTrue();
        pass.open();
        Files.writeString(volume.resolve("later"), "x");
        assertThat(pass.content(STORED).bytes())
                .as("the walk under the freeze counts")
                .isEqualTo(1);
    }

    /** So many files that the list has not ended when restic dies. */
    @Test
    void theListEndsAtOnceWhenResticFails() throws Exception {
        for (int file = 0; file < 20_000; file++) {
            Files.createFile(volume.resolve("f" + file));
        }
        TreePass pass = pass(target());
        assertThat(pass.needsFreeze()).isTrue();
        pass.open();
        pass.readEnded(false);
        pass.readEnded(false);
        pass.readEnded(true);
        assertThatThrownBy(() -> pass.content(STORED)).isInstanceOf(CancellationException.class);
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("walk-shop.cache.srv-backups")));
        pass.discard();
    }

    @Test
    void anEmptyTreeThatReceivesAFileDuringTheReadIsRetried() throws Exception {
        TreePass pass = pass(target());
        assertThat(pass.needsFreeze()).isFalse();
        pass.open();
        Files.writeString(volume.resolve("file"), "x");
        assertThatThrownBy(() -> pass.content(STORED))
                .isInstanceOfSatisfying(
                        Failed.class, e -> assertThat(e.endCause()).isEqualTo(EndCause.SOURCE))
                .hasMessageContaining("was empty, so its container was not paused, and it got files");
    }

    @Test
    void aTreeWhoseFilesAreAllExcludedIsRefused() throws Exception {
        Files.writeString(volume.resolve("with/directories/file"), "x");
        TreePass pass = pass(target(Map.of("slackwater.files.exclude", "with")));
        assertThatThrownBy(pass::open)
                .isInstanceOfSatisfying(
                        Failed.class, e -> assertThat(e.endCause()).isEqualTo(EndCause.SOURCE_INVALID))
                .hasMessageContaining("the label slackwater.files.exclude='with' excludes all files below " + volume);
        Files.writeString(volume.resolve("kept"), "x");
        pass.open();
    }

    @Test
    void anEmptyTreeWithAnExcludeIsNotRefused() throws Exception {
        pass(target(Map.of("slackwater.files.exclude", "with"))).open();
    }

    @Test
    void aFreezeThatNeverBeganHasNoDuration() throws Exception {
        Freeze freeze = new Freeze(new Counting(), target(), "r1");
        freeze.close();
        assertThat(frozen).isEmpty();
        assertThat(freeze.time()).isZero();
        assertThat(freeze.needed()).as("it is no estimate for the next freeze").isEmpty();
        freeze.begin();
        assertThat(frozen).containsExactly("shop.cache.srv-backups");
        assertThat(freeze.broken(false)).isEmpty();
    }
}
