package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.docker.DockerException;
import io.slackwater.docker.EngineDocker;
import io.slackwater.docker.HelperContainer;
import io.slackwater.docker.HelperRequest;
import io.slackwater.docker.TestContainers;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoreException.Reason;
import io.slackwater.policy.LivePolicy;
import io.slackwater.policy.Policy;
import io.slackwater.restore.RestoreDirectories.Opened;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories of a real host, opened by real helpers, while another user replaces parts of the path by links. */
class RestoreDirectoriesIT {

    private static final EngineDocker DOCKER =
            new EngineDocker(TestContainers.SOCKET, () -> "sw-it-directories", () -> TestContainers.IMAGE);

    @TempDir
    Path stack;

    private Path root = Path.of("/");
    private Path secrets = Path.of("/");

    @AfterAll
    static void clean() throws DockerException {
        DOCKER.sweepHelpers();
    }

    @BeforeEach
    void setUp() throws IOException {
        root = privately(stack.resolve("restores"));
        secrets = privately(stack.resolve("secrets"));
    }

    private static Path privately(Path directory) throws IOException {
        return Files.setPosixFilePermissions(
                Files.createDirectories(directory), PosixFilePermissions.fromString("rwx------"));
    }

    /** @param mounted the paths that are mounted into Slackwater at the same path */
    private RestoreDirectories directories(Optional<Path> mounted, String listed) {
        String text = "instance: it\nrestore: { directories: ['" + listed + "'] }\nrepositories: { critical: { uri: "
                + stack.resolve("repos") + " } }\n"
                + "plans: { critical: { repository: critical } }\n";
        Policy policy = new LivePolicy(written(text), Map.of()).current();
        RestoreDirectories.Host host = new RestoreDirectories.Host() {
            @Override
            public Path hostPath(Path ours) {
                return ours;
            }

            @Override
            public Optional<Path> stack() {
                return Optional.of(stack);
            }

            @Override
            public Optional<Path> mountedAlike(Path onHost) {
                return mounted;
            }
        };
        return new RestoreDirectories(DOCKER, host, () -> policy, secrets, List.of());
    }

    private Path written(String policy) {
        try {
            return Files.writeString(stack.resolve("policy.yml"), policy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RestoreDirectories directories() {
        return directories(Optional.of(stack), "./restores");
    }

    @Test
    void aNewDirectoryIsCreatedForRootOnlyAndAnEmptyDirectoryIsAccepted() throws Exception {
        for (Optional<Path> mounted : List.of(Optional.of(stack), Optional.of(root), Optional.<Path>empty())) {
            Path there = root.resolve(
                    "new in " + mounted.map(path -> path.getNameCount()).orElse(0));
            Opened made = directories(mounted, "restores").open(there);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(there)))
                    .isEqualTo("rwx------");
            assertThat(directories(mounted, "restores").open(there)).isEqualTo(made);
            Files.writeString(there.resolve("file"), "x");
            assertThatThrownBy(() -> directories().open(there))
                    .isInstanceOfSatisfying(
                            RestoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FAILED))
                    .hasMessageContaining(there + " is not empty");
        }
    }

    @Test
    void aSymbolicLinkInThePathIsNotFollowed() throws Exception {
        Files.createSymbolicLink(root.resolve("relative"), Path.of("../secrets"));
        Files.createSymbolicLink(root.resolve("absolute"), secrets);
        Files.createSymbolicLink(root.resolve("inside"), Files.createDirectory(root.resolve("real")));
        Files.createSymbolicLink(root.resolve("dangling"), Path.of("nowhere"));
        for (String path :
                List.of("relative/x", "absolute/x", "inside/x", "relative", "absolute", "inside", "dangling")) {
            refused(root.resolve(path), "is reached through a symbolic link");
        }
        assertThat(secrets).isEmptyDirectory();
        assertThat(root.resolve("real")).isEmptyDirectory();
        assertThat(root.resolve("nowhere")).doesNotExist();
    }

    @Test
    void aListedDirectoryThatIsALinkAllowsNoRestore() throws Exception {
        Files.delete(root);
        Files.createSymbolicLink(root, Path.of("secrets"));
        for (Optional<Path> mounted : List.of(Optional.of(stack), Optional.<Path>empty())) {
            assertThatThrownBy(() -> directories(mounted, "restores").open(root.resolve("x")))
                    .as("mounted %s", mounted)
                    .hasMessageContaining(root + ", which restore.directories")
                    .hasMessageContaining("is reached through a symbolic link");
        }
        Path parent = Files.createSymbolicLink(stack.resolve("parent"), privately(stack.resolve("other")));
        privately(stack.resolve("other/restores"));
        assertThatThrownBy(
                        () -> directories(Optional.of(stack), "parent/restores").open(parent.resolve("restores/x")))
                .hasMessageContaining("is reached through a symbolic link");
        assertThat(secrets).isEmptyDirectory();
        assertThat(stack.resolve("other/restores")).isEmptyDirectory();
    }

    @Test
    void aDirectoryReplacedByALinkAfterTheCheckIsNotWrittenTo() throws Exception {
        Path target = root.resolve("a/target");
        Files.createDirectory(root.resolve("a"));
        Files.createDirectory(secrets.resolve("target"));
        Opened opened = directories().open(target);

        Files.move(root.resolve("a"), root.resolve("b"));
        Files.createSymbolicLink(root.resolve("a"), secrets);

        try (HelperContainer helper =
                DOCKER.helper(new HelperRequest("restore", List.of(target + ":/restored"), List.of()))) {
            assertThatThrownBy(() -> opened.confirm(helper, "/restored"))
                    .isInstanceOfSatisfying(
                            RestoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID))
                    .hasMessageContaining(target + " was replaced by another directory");
        }
        Path real = root.resolve("b/target");
        try (HelperContainer helper =
                DOCKER.helper(new HelperRequest("restore", List.of(real + ":/restored"), List.of()))) {
            opened.confirm(helper, "/restored");
        }
    }

    /** The path as root would mount it on the host. The test declares another directory as Slackwater's. */
    @Test
    void aSecondPathToTheSecretsIsRefused() throws Exception {
        secrets = root.resolve("alias");
        Files.createDirectory(secrets);
        Path kept = secrets;
        RestoreDirectories aliased = directories();
        secrets = stack.resolve("secrets");
        assertThatThrownBy(() -> aliased.open(kept.resolve("x")))
                .as("by its path")
                .hasMessageContaining("keys and tokens");
        secrets = Files.createSymbolicLink(stack.resolve("link to ours"), kept);
        refused(kept.resolve("x"), "leads into Slackwater's keys");
        assertThat(kept).isEmptyDirectory();
    }

    @Test
    void aListedDirectoryMustExistAndBelongToRootOnly() throws Exception {
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        refusedRoot("has owner and mode 0 755");
        refusedRoot("chmod 0700 " + root);
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        Files.setAttribute(root, "unix:uid", 1234);
        refusedRoot("has owner and mode 1234 700");
        Files.delete(root);
        refusedRoot("is no directory: scripts/backrest-setup.sh creates it");
        assertThat(root).doesNotExist();
    }

    @Test
    void theProblemsOfTheListedDirectoriesAreKnownWithoutARestore() throws Exception {
        for (Optional<Path> mounted : List.of(Optional.of(stack), Optional.<Path>empty())) {
            assertThat(directories(mounted, "./restores").problems()).isEmpty();
            assertThat(root).isEmptyDirectory();
            problem(mounted, secrets.resolve("keys").toString(), "overlaps " + secrets + ", keys and tokens");
            Path link = stack.resolve("link");
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, Path.of("/etc"));
            problem(
                    mounted,
                    link.toString(),
                    "is reached through a symbolic link: write its real path into the policy");
            problem(mounted, "./none", "is no directory: scripts/backrest-setup.sh creates it");
            Files.writeString(stack.resolve("file"), "x");
            problem(mounted, "./file", "is no directory: scripts/backrest-setup.sh creates it");
            Path open = Files.createDirectories(stack.resolve("open"));
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
            problem(mounted, "./open", "has owner and mode 0 755");
        }
        assertThat(stack.resolve("none")).doesNotExist();
    }

    private void problem(Optional<Path> mounted, String listed, String why) throws Exception {
        Path named = stack.resolve(listed).normalize();
        assertThat(directories(mounted, listed).problems())
                .singleElement()
                .asString()
                .startsWith(named + ", which restore.directories in backrest-config/policy.yml lists, ")
                .contains(why);
    }

    @Test
    void aDirectoryWithoutAParentDirectoryIsRefused() throws Exception {
        refused(root.resolve("not/there"), "mkdir -p " + root.resolve("not"));
        Files.writeString(root.resolve("file"), "x");
        refused(root.resolve("file"), "no directory");
        refused(root.resolve("file/x"), "no directory");
        assertThat(root.resolve("not")).doesNotExist();
    }

    private void refusedRoot(String why) {
        refused(root.resolve("x"), root + ", which restore.directories", why);
    }

    private void refused(Path directory, String why) {
        refused(directory, "directory " + directory, why);
    }

    private void refused(Path directory, String subject, String why) {
        assertThatThrownBy(() -> directories().open(directory))
                .as(directory.toString())
                .isInstanceOfSatisfying(
                        RestoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID))
                .hasMessageStartingWith(subject)
                .hasMessageContaining(why);
    }
}
