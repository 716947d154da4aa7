package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Repositories as the sidecar's first use leaves them, with key and pinned id, for tests that begin after it. Each name's is made once
 * in a JVM, by the sidecar's own code, and copied from then on.
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

    private static Path make(String name) {
        try {
            Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target", "prepared")), name);
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
            return directory;
        } catch (IOException | RepositoryException | InterruptedException e) {
            throw new AssertionError("repository " + name + " cannot be prepared", e);
        }
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
