package io.slackwater.repository;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Repositories in the state after the sidecar's first use, with key and pinned id. The sidecar's own code makes one
 * repository for each name. All JVMs of one test run copy it.
 */
public final class PreparedRepositories {

    private static final Map<String, Path> MADE = new ConcurrentHashMap<>();

    private PreparedRepositories() {}

    /** Makes {@code repository} and, below {@code secrets}, its key and pinned id. */
    public static void copy(String name, Path repository, Path secrets) throws IOException {
        Path made = MADE.computeIfAbsent(name, PreparedRepositories::make);
        Files.createDirectories(repository);
        Files.createDirectories(secrets);
        copyAll(made.resolve("repository"), repository);
        copyAll(made.resolve("secrets"), secrets);
    }

    /** Makes a further repository for this password, like {@code restic init}, but much faster. */
    public static void another(Path repository, Path keyFile) throws IOException {
        Path made = MADE.computeIfAbsent("foreign", PreparedRepositories::make);
        Files.createDirectories(repository);
        copyAll(made.resolve("repository"), repository);
        CheapKey.replaceIn(repository, made.resolve("secrets/keys/foreign.key"), keyFile);
    }

    private static Path make(String name) {
        try {
            Path directory = Files.createDirectories(Path.of("target", "prepared", starter(), name));
            Path made = directory.resolve("made");
            try (FileChannel file = FileChannel.open(directory.resolve("lock"), CREATE, WRITE);
                    FileLock held = file.lock()) {
                assertThat(held.isValid()).isTrue();
                if (!Files.exists(made)) {
                    make(name, directory);
                    Files.createFile(made);
                }
            }
            return directory;
        } catch (IOException | RepositoryException | InterruptedException e) {
            throw new AssertionError("repository " + name + " cannot be prepared", e);
        }
    }

    /** The process of this JVM: repositories of an earlier test run are not used. */
    private static String starter() {
        ProcessHandle starter = ProcessHandle.current().parent().orElseThrow();
        return starter.pid() + "-" + starter.info().startInstant().orElseThrow().toEpochMilli();
    }

    private static void make(String name, Path directory)
            throws IOException, RepositoryException, InterruptedException {
        Path repository = directory.resolve("repository").toAbsolutePath();
        Path secrets = Files.createDirectories(directory.resolve("secrets"));
        ResticPlaces places = new ResticPlaces(
                ResticWorld.restic(), secrets, directory.resolve("cache"), directory.resolve("scratch"));
        new Repositories(
                        places,
                        TestPolicies.of(
                                TestPolicies.limits(Duration.ofMinutes(1), 1),
                                TestPolicies.repository(name, repository)),
                        Clock.systemUTC())
                .get(name)
                .open();
        CheapKey.replaceIn(repository, secrets.resolve("keys").resolve(name + ".key"));
    }

    private static void copyAll(Path from, Path into) throws IOException {
        Process process = new ProcessBuilder("cp", "-a", from + "/.", into.toString())
                .inheritIO()
                .start();
        assertThat(process.onExit().join().exitValue())
                .as("copy of %s to %s", from, into)
                .isZero();
    }
}
