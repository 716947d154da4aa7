package io.slackwater.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.health.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cache of proofs. A helper container answers with the real files, or with those of another directory. */
class MountProbeTest {

    @TempDir
    Path directory;

    private final TestClock clock = TestClock.at("2026-03-01T10:00Z");
    private final List<List<String>> helpers = new ArrayList<>();
    private final Map<Path, Path> elsewhere = new HashMap<>();
    private final Set<Path> absentOnTheHost = new HashSet<>();
    private MountProbe probe;
    private Path path;

    @BeforeEach
    void connect() throws IOException {
        probe = new MountProbe(this::helper, false, clock);
        path = Files.createDirectory(directory.resolve("data"));
    }

    @Test
    void aProofIsValidForTenMinutes() throws Exception {
        assertThat(prove(path)).isInstanceOf(MountProof.Proven.class);
        clock.advance(Duration.ofMinutes(9));
        assertThat(prove(path)).isInstanceOf(MountProof.Proven.class);
        assertThat(helpers).hasSize(1);

        clock.advance(Duration.ofMinutes(1));
        prove(path);
        assertThat(helpers).hasSize(2);
    }

    @Test
    void aRefutationIsValidForOneMinute() throws Exception {
        elsewhere.put(path, Files.createDirectory(directory.resolve("other")));
        assertThat(prove(path)).isInstanceOf(MountProof.Refuted.class);
        elsewhere.clear();
        clock.advance(Duration.ofSeconds(59));
        assertThat(prove(path)).isInstanceOf(MountProof.Refuted.class);
        assertThat(helpers).hasSize(1);

        clock.advance(Duration.ofSeconds(1));
        assertThat(prove(path)).isInstanceOf(MountProof.Proven.class);
    }

    @Test
    void aPathThatBecameAnotherDirectoryIsProvenAnew() throws Exception {
        prove(path);
        Files.move(path, directory.resolve("moved"));
        Files.createDirectory(path);
        prove(path);
        assertThat(helpers).hasSize(2);
    }

    @Test
    void theRemedyOfAnInvisiblePathAlsoFitsAPathThatTheHostDoesNotHave() throws Exception {
        Path gone = directory.resolve("gone.txt");

        assertThat(prove(gone))
                .isInstanceOfSatisfying(
                        MountProof.Refuted.class,
                        proof -> assertThat(proof.remedy())
                                .startsWith("Add to Slackwater's volumes")
                                .endsWith("If the host has no " + gone
                                        + ", restore it, or remove it from the compose file"));
        assertThat(helpers).isEmpty();
    }

    @Test
    void aPathThatDockerCannotMountIsRefutedAndTheOthersAreProven() throws Exception {
        Path hidden = Files.createDirectory(directory.resolve("hidden"));
        absentOnTheHost.add(hidden);

        Map<Path, MountProof> proofs = probe.prove(List.of(path, hidden));

        assertThat(proofs.get(path)).isInstanceOf(MountProof.Proven.class);
        assertThat(proofs.get(hidden))
                .isInstanceOfSatisfying(
                        MountProof.Refuted.class,
                        proof -> assertThat(proof.reason()).endsWith("cannot mount it from the host: no such path"));
    }

    @Test
    void aHelperChecksOnlyPathsWithoutAValidProof() throws Exception {
        Path added = Files.createDirectory(directory.resolve("added"));
        prove(path);
        probe.prove(List.of(path, added));
        assertThat(helpers.getLast()).singleElement().asString().startsWith(added + ":");
    }

    @Test
    void theProofOfAPathThatLeftTheInventoryIsForgotten() throws Exception {
        prove(path);
        probe.prove(List.of());
        prove(path);
        assertThat(helpers).hasSize(2);
    }

    private MountProof prove(Path source) throws DockerException, InterruptedException {
        return Objects.requireNonNull(probe.prove(List.of(source)).get(source));
    }

    /** A helper with these mounts. */
    private HelperContainer helper(HelperRequest request) throws DockerException {
        helpers.add(request.binds());
        for (Path path : absentOnTheHost) {
            if (request.binds().stream().anyMatch(bind -> bind.startsWith(path + ":"))) {
                throw new DockerException.Invalid("no such path", new IllegalStateException("400"));
            }
        }
        return new StatHelper(request.binds());
    }

    /** Answers {@code stat} as a helper container with these mounts does. */
    private final class StatHelper implements HelperContainer {

        private final List<String> binds;

        StatHelper(List<String> binds) {
            this.binds = binds;
        }

        @Override
        public String id() {
            return "helper";
        }

        @Override
        public ExecResult exec(ExecCommand command, Duration limit) throws DockerException {
            StringBuilder lines = new StringBuilder();
            try {
                for (String bind : binds) {
                    String[] parts = bind.split(":");
                    Path source = Path.of(parts[0]);
                    Path seen = elsewhere.getOrDefault(source, source);
                    lines.append("%s %s %s%n"
                            .formatted(
                                    parts[1],
                                    Files.getAttribute(seen, "unix:dev"),
                                    Files.getAttribute(seen, "unix:ino")));
                }
            } catch (IOException e) {
                throw new DockerException("stat failed", DockerFailure.REFUSED, e);
            }
            return new ExecResult(0, lines.toString(), "");
        }

        @Override
        public ExecStream open(ExecCommand command) {
            throw new IllegalStateException("a probe opens no stream");
        }

        @Override
        public void close() {}
    }
}
