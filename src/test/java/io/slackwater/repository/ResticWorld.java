package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.policy.RepositoryPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Directories, keys and a real restic for one test, below a temporary directory. */
public final class ResticWorld {

    final Path root;
    public final Path path;
    final MovableClock clock = new MovableClock();
    final ResticPlaces places;
    private Duration idle = Duration.ofMinutes(1);

    public ResticWorld(Path root) throws IOException {
        this(root, restic());
    }

    public ResticWorld(Path root, String restic) throws IOException {
        this.root = root;
        this.path = root.resolve("repository");
        Files.createDirectories(root.resolve("secrets"));
        this.places = new ResticPlaces(restic, root.resolve("secrets"), root.resolve("cache"), root.resolve("scratch"));
    }

    /** The repository in the state after the first use, with its key and its pinned id. */
    public ResticWorld used() throws IOException {
        PreparedRepositories.copy("critical", path, places.secrets());
        return this;
    }

    ResticWorld idle(Duration after) {
        idle = after;
        return this;
    }

    /** The restic that tests use: named by SLACKWATER_RESTIC, or the one on the PATH. */
    static String restic() {
        String named = System.getProperty("SLACKWATER_RESTIC", System.getenv("SLACKWATER_RESTIC"));
        return named == null || named.isBlank() ? "restic" : named;
    }

    /** The repositories as after a start of the sidecar, without cached facts. */
    Repositories repositories() {
        return repositories(path);
    }

    Repositories repositories(Path at) {
        RepositoryPolicy policy = TestPolicies.repository("critical", at);
        return new Repositories(places, TestPolicies.of(TestPolicies.limits(idle, 1), policy), clock);
    }

    public Repository repository() {
        return repositories().get("critical");
    }

    ResticRepository resticRepository() {
        return (ResticRepository) repository();
    }

    Path keys() {
        return root.resolve("secrets/keys");
    }

    Path keyFile() {
        return keys().resolve("critical.key");
    }

    /** The pinned id's file. */
    Path idFile() {
        return keys().resolve("critical.id");
    }

    Path newMark() {
        return keys().resolve("critical.new");
    }

    /** Runs restic beside Slackwater's code, as a user would; returns its stdout. */
    public String run(String... arguments) throws IOException, InterruptedException {
        return runAt(path, keyFile(), arguments);
    }

    String runAt(Path repository, Path key, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(restic(), "-r", repository.toString(), "-p", key.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("RESTIC_CACHE_DIR", root.resolve("cache").toString());
        builder.redirectError(root.resolve("stderr").toFile());
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("%s: %s%s", command, out, Files.readString(root.resolve("stderr")))
                .isZero();
        return out;
    }

    /** Runs restic as a user would and returns its stdout. */
    static String stdout(Path repository, Path key, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(restic(), "--no-cache", "--no-lock", "-r", repository.toString(), "-p", key.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.onExit().join().exitValue())
                .as("%s: %s", command, out)
                .isZero();
        return out;
    }

    /** Lists the snapshot and reads these files of it back. */
    static void readBack(
            Repository repository, String snapshot, Collection<String> files, SnapshotReader.FileReader reader)
            throws Exception {
        try (SpooledEntries listed = listed(repository, snapshot)) {
            List<TreeEntry> wanted = new ArrayList<>();
            for (int bucket = 0; bucket < SpooledEntries.BUCKETS; bucket++) {
                listed.bucket(bucket).stream()
                        .filter(entry -> files.contains(entry.path()))
                        .forEach(wanted::add);
            }
            repository.contents().readBack(snapshot, listed, wanted, reader);
        }
    }

    static SpooledEntries listed(Repository repository, String snapshot) throws Exception {
        SpooledEntries listed = new SpooledEntries(Files.createTempDirectory("entries"));
        repository.contents().list(snapshot, listed::add);
        return listed;
    }

    Path file(String name, byte[] content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    static byte[] noise(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    StoreRequest.Tree tree(String run, String directory, String... excludes) {
        return new StoreRequest.Tree("stack.app.data", run, List.of(root.resolve(directory)), List.of(excludes));
    }

    StoredSnapshot store(Repository repository, StoreRequest request) throws Exception {
        return new EmbeddedEngine("it-stack").store(repository, request, bytes -> {}, new NoWindow());
    }

    static byte[] dumped(Repository repository, String snapshot, String file) throws Exception {
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        repository.contents().dump(snapshot, file, sink);
        return sink.toByteArray();
    }

    /** An executable that does something before or instead of restic. */
    Path script(String name, String body) throws IOException {
        Path script = root.resolve(name);
        Files.writeString(script, "#!/bin/bash\n" + body + "\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Paths and sizes of all files below a directory: equal when nothing was written. */
    static Map<String, Long> filesBelow(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            Map<String, Long> sizes = new TreeMap<>();
            files.filter(Files::isRegularFile).forEach(file -> sizes.put(file.toString(), size(file)));
            return sizes;
        }
    }

    /** Flips a bit in every blob of all packs larger than the given size. */
    void flipBytesInPacks(long largerThan) throws IOException {
        List<Path> packs;
        try (Stream<Path> files = Files.walk(path.resolve("data"))) {
            packs = files.filter(Files::isRegularFile)
                    .filter(file -> size(file) > largerThan)
                    .toList();
        }
        assertThat(packs).as("packs larger than %d bytes", largerThan).isNotEmpty();
        for (Path pack : packs) {
            byte[] bytes = Files.readAllBytes(pack);
            for (int at = 1000; at < bytes.length; at += 200_000) {
                bytes[at] ^= 1;
            }
            Files.setPosixFilePermissions(pack, PosixFilePermissions.fromString("rw-------"));
            Files.write(pack, bytes);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
