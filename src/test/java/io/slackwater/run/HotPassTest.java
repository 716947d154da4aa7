package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.capture.TreeSize;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.policy.Policy;
import io.slackwater.policy.PolicyFile;
import io.slackwater.repository.ChangedFiles;
import io.slackwater.repository.StandInRepository;
import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.StoredSnapshot;
import io.slackwater.repository.TreeRead;
import io.slackwater.trust.RunFailure.Failed;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HotPassTest {

    private static final Instant NOW = Instant.parse("2026-03-01T02:00:00Z");
    private static final StoredSnapshot HOT = new StoredSnapshot("hot", 9, 9, ChangedFiles.of(List.of("/t/a/1")));

    @TempDir
    Path directory;

    private List<String> touched = List.of();
    private Instant since = Instant.EPOCH;

    private HotPass pass(Path fileSystem) throws Exception {
        Source.Tree tree = new Source.Tree(new Kind("volume"), directory, "/data", List.of(directory + "/*.tmp"));
        Dataset dataset = new Dataset(
                "shop.files.data", Environments.CACHE.workload(), "/data", tree, Method.FREEZE, "system", List.of());
        Policy policy = PolicyFile.load(Files.writeString(directory.resolve("policy.yml"), "instance: it-stack"));
        StandInRepository repository = new StandInRepository("system") {
            @Override
            public Optional<String> touched(String snapshot, Instant from, Consumer<String> files) {
                since = from;
                touched.forEach(files);
                return Optional.of("parent");
            }
        };
        BackupTarget target = new BackupTarget(
                dataset,
                Environments.allowed(Duration.ofMinutes(1), Map.of()),
                Objects.requireNonNull(policy.plans().get("system")),
                repository,
                "restic",
                policy.limits());
        return new HotPass(
                target,
                tree,
                "r1",
                new PauseEstimate(new TreeSize(1, 1, 1, Map.of(fileSystem, "ext4")), OptionalLong.empty()),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void theSecondPassTakesTheCopyWithoutTheTouchedFilesAsParent() throws Exception {
        touched = List.of("/t/a/1", "/t/b/2");
        HotPass pass = pass(directory);
        assertThat(pass.needsFreeze()).isFalse();
        pass.open();
        pass.content(HOT);
        assertThat(since).as("before the file system was synchronised").isBefore(NOW);
        assertThat(pass.parent()).contains("parent");
        assertThat(pass.copy().snapshot()).isEqualTo("hot");
        assertThat(pass.copy().files()).containsExactlyInAnyOrder("/t/a/1", "/t/b/2");

        new CopyPass(pass).content(new StoredSnapshot("copy", 0, 0, ChangedFiles.NONE));
        assertThat(pass.next()).isEqualTo(TreeRead.after("copy"));
    }

    @Test
    void thePauseIsEstimatedBeforeTheHotPassHasRead() throws Exception {
        assertThat(pass(directory).pause()).isPositive().isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void anotherHotPassFollowsOnlyIfMuchWasWrittenDuringTheFirst() throws Exception {
        HotPass first = pass(directory);
        HotPass again = first.again();
        assertThat(stored(first, "copy1").pause()).isLessThan(Duration.ofSeconds(2));
        assertThat(again.needed()).isFalse();
        assertThat(again.next()).isEqualTo(TreeRead.after("copy1"));

        write(1L << 30);
        assertThat(stored(first, "copy1").pause()).isGreaterThan(Duration.ofSeconds(2));
        assertThat(again.needed()).isTrue();
        assertThat(((StoreRequest.Tree) again.request()).pass().parent()).contains("copy1");

        write(0);
        assertThat(stored(again, "copy2").pause()).isLessThan(Duration.ofSeconds(2));
        assertThat(again.next()).isEqualTo(TreeRead.after("copy2"));
        assertThat(again.changed().paths()).containsExactly("/t/a/1");
    }

    /** Written after the fixed time of the clock, so during the pass. */
    private void write(long size) throws Exception {
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve("log").toFile(), "rw")) {
            file.setLength(size);
        }
    }

    private static HotPass stored(HotPass pass, String copy) throws Exception {
        pass.open();
        pass.content(HOT);
        new CopyPass(pass).content(new StoredSnapshot(copy, 0, 0, ChangedFiles.NONE));
        return pass;
    }

    @Test
    void directoriesAreLeftOutWhenTooManyFilesWereTouched() throws Exception {
        touched = Stream.concat(IntStream.range(0, 6000).mapToObj(file -> "/t/a/" + file), Stream.of("/t/b/c/1"))
                .toList();
        HotPass pass = pass(directory);
        pass.content(HOT);
        assertThat(pass.copy().files()).containsExactlyInAnyOrder("/t/a", "/t/b");
    }

    @Test
    void aFileSystemThatCannotBeSynchronisedFailsTheRun() throws Exception {
        Path gone = directory.resolve("gone");
        assertThatThrownBy(() -> pass(gone).open())
                .isInstanceOf(Failed.class)
                .hasMessageContaining("the file system of " + gone + " cannot be synchronised: ");
    }
}
