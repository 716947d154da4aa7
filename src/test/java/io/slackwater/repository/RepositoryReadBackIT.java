package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RepositoryReadBackIT {

    private static final int MIB = 1 << 20;

    /** Each breaks a rule of restic's pattern files, of argv or of tar. */
    private static final List<String> ODD = List.of(
            "plain",
            " leading",
            "trailing ",
            "trailing\t",
            "carriage\r",
            "-rf",
            "#comment",
            "!not",
            "$HOME",
            "$$x${Y}",
            "[x]",
            "st*r",
            "qu?stion",
            "back\\slash",
            "**",
            "a\nb",
            "é€𝄞",
            "quo'te\"",
            "space in  it",
            "~",
            "\u00a0",
            "percent%20",
            "x".repeat(200));

    @TempDir
    Path root;

    ResticWorld world;
    Repository repository;
    Path argv;

    @BeforeEach
    void world() throws Exception {
        world = new ResticWorld(root).used();
        argv = root.resolve("argv");
        Path logging = world.script("logging", "echo \"$1\" >> " + argv + "; exec " + ResticWorld.restic() + " \"$@\"");
        world = new ResticWorld(root, logging.toString());
        repository = world.repository();
        repository.open();
    }

    @Test
    void oddlyNamedFilesAreReadBackFromATar() throws Exception {
        Map<String, byte[]> files = oddFiles();
        StoredSnapshot stored = world.store(repository, world.tree("run1", "data"));

        assertThat(readBack(stored.id(), files.keySet())).isEqualTo(contents(files));
        assertThat(Files.readAllLines(argv)).contains("dump").doesNotContain("restore");
    }

    @Test
    void oddlyNamedFilesAreReadBackFromARestoreWithOtherFiles() throws Exception {
        Map<String, byte[]> files = oddFiles();
        files.keySet().removeIf(path -> path.contains("\n"));
        world.file("data/much", ResticWorld.noise(60 * MIB, 7));
        StoredSnapshot stored = world.store(repository, world.tree("run1", "data"));

        assertThat(readBack(stored.id(), files.keySet())).isEqualTo(contents(files));
        assertThat(Files.readAllLines(argv)).contains("restore").doesNotContain("dump");
        assertScratchIsClean();
    }

    @Test
    void aLineBreakInANameFallsBackToTheTar() throws Exception {
        Map<String, byte[]> files = oddFiles();
        world.file("data/much", ResticWorld.noise(60 * MIB, 7));
        StoredSnapshot stored = world.store(repository, world.tree("run1", "data"));

        assertThat(readBack(stored.id(), files.keySet())).isEqualTo(contents(files));
        assertThat(Files.readAllLines(argv)).contains("dump").doesNotContain("restore");
    }

    @Test
    void aSidecarWithoutTheRightToChangeOwnersReadsFilesBack() throws Exception {
        Path foreign = world.file("data/closed/foreign", ResticWorld.noise(MIB, 1));
        Files.setAttribute(foreign, "unix:uid", 4711);
        Files.setAttribute(foreign, "unix:gid", 4712);
        Files.setPosixFilePermissions(foreign, PosixFilePermissions.fromString("---------"));
        Files.setAttribute(foreign.resolveSibling(""), "unix:uid", 4711);
        Files.setPosixFilePermissions(root.resolve("data/closed"), PosixFilePermissions.fromString("r-xr-xr-x"));
        world.file("data/much", ResticWorld.noise(60 * MIB, 7));
        StoredSnapshot stored = world.store(repository, world.tree("run1", "data"));
        // As in the image: root without any capability but the one to read others' files.
        Path capless = world.script(
                "capless",
                "exec setpriv --bounding-set -all,+dac_read_search --inh-caps -all " + ResticWorld.restic()
                        + " \"$@\"");
        Repository limited = new ResticWorld(root, capless.toString()).repository();

        Map<String, String> back = new HashMap<>();
        ResticWorld.readBack(
                limited,
                stored.id(),
                Set.of(foreign.toString()),
                (file, content) -> back.put(file.path(), hash(content.readAllBytes())));

        assertThat(back).containsExactly(Map.entry(foreign.toString(), hash(ResticWorld.noise(MIB, 1))));
        assertScratchIsClean();
    }

    @Test
    void allFilesAreReadBackOnce() throws Exception {
        Map<String, byte[]> files = oddFiles();
        Path link = root.resolve("data/link");
        Files.createSymbolicLink(link, Path.of("a"));
        StoredSnapshot stored = world.store(repository, world.tree("run1", "data"));
        Map<String, String> back = new HashMap<>();

        try (SpooledEntries listed = ResticWorld.listed(repository, stored.id())) {
            repository
                    .contents()
                    .readBackAll(
                            stored.id(),
                            listed,
                            (file, content) -> assertThat(back.put(file.path(), hash(content.readAllBytes())))
                                    .isNull());
        }

        assertThat(back).isEqualTo(contents(files));
        assertScratchIsClean();
    }

    @Test
    void everyFileIsOfferedToAReaderThatStopsEarly() throws Exception {
        Map<String, byte[]> files = oddFiles();
        StoredSnapshot stored = world.store(repository, world.tree("run1", "data"));
        Map<String, Integer> first = new HashMap<>();

        ResticWorld.readBack(repository, stored.id(), files.keySet(), (file, content) -> {
            first.put(file.path(), content.read());
            content.close();
        });

        assertThat(first.keySet()).isEqualTo(files.keySet());
        files.forEach((path, bytes) -> assertThat(first).containsEntry(path, bytes[0] & 0xff));
    }

    @Test
    void aFileThatIsNotInTheSnapshotIsAFailure() throws Exception {
        world.file("data/a", new byte[] {1});
        StoredSnapshot stored = world.store(repository, world.tree("run1", "data"));
        TreeEntry absent = new TreeEntry(root.resolve("data/absent").toString(), "file", 1, 1);

        SpooledEntries listed = ResticWorld.listed(repository, stored.id());
        listed.add(absent);
        RepositoryException failure = catchThrowableOfType(
                RepositoryException.class,
                () -> repository.contents().readBack(stored.id(), listed, List.of(absent), (file, content) -> {}));
        RepositoryException ofAll = catchThrowableOfType(
                RepositoryException.class,
                () -> repository.contents().readBackAll(stored.id(), listed, (file, content) -> {}));
        assertThat(ofAll.failure()).isEqualTo(Failure.DAMAGED);
        assertThat(ofAll).hasMessageContaining("1 files could not be read back").hasMessageContaining(absent.path());

        assertThat(failure.failure()).isEqualTo(Failure.DAMAGED);
        assertThat(failure).hasMessageContaining(absent.path());
    }

    @Test
    void aFailureOfTheReaderEndsResticAndIsThrown() throws Exception {
        Map<String, byte[]> files = oddFiles();
        world.file("data/much", ResticWorld.noise(20 * MIB, 7));
        StoredSnapshot stored = world.store(repository, world.tree("run1", "data"));

        assertThatThrownBy(() -> ResticWorld.readBack(repository, stored.id(), files.keySet(), (file, content) -> {
                    throw new IOException("the check says no to " + file.path());
                }))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the check says no");
        assertThat(ProcessHandle.current().descendants()).isEmpty();
        assertScratchIsClean();
    }

    @Test
    void aFlippedByteInAPackIsDamageForEveryKindOfRead() throws Exception {
        Path wanted = world.file("data/wanted", ResticWorld.noise(2 * MIB, 1));
        world.file("data/much", ResticWorld.noise(30 * MIB, 7));
        StoredSnapshot stored = world.store(repository, world.tree("run1", "data"));
        world.flipBytesInPacks(MIB);

        assertThat(List.of(
                        failure(() -> readBack(stored.id(), Set.of(wanted.toString()))),
                        failure(() -> readBack(
                                stored.id(),
                                Set.of(
                                        wanted.toString(),
                                        root.resolve("data/much").toString()))),
                        failure(() -> ResticWorld.dumped(
                                repository,
                                stored.id(),
                                root.resolve("data/much").toString())),
                        failure(() -> repository.contents().dumpTar(stored.id(), "/", new ByteArrayOutputStream())),
                        failure(() -> repository.check("100%"))))
                .containsOnly(Failure.DAMAGED);
        assertThat(Files.readAllLines(argv)).contains("restore", "dump");
        assertScratchIsClean();
        // The structure is whole: only reading the data can tell.
        repository.check("");
    }

    @Test
    void missingPacksAreDamage() throws Exception {
        world.file("data/a", ResticWorld.noise(MIB, 1));
        StoredSnapshot stored = world.store(repository, world.tree("run1", "data"));
        for (String pack : ResticWorld.filesBelow(world.path.resolve("data")).keySet()) {
            Files.delete(Path.of(pack));
        }

        assertThat(failure(() -> repository.check(""))).isEqualTo(Failure.DAMAGED);
        assertThat(failure(() -> ResticWorld.dumped(
                        repository, stored.id(), root.resolve("data/a").toString())))
                .isEqualTo(Failure.DAMAGED);
        assertThat(failure(() -> repository.contents().list(stored.id(), node -> {})))
                .isEqualTo(Failure.DAMAGED);
    }

    @Test
    void aSubtreeIsATarWithFullPaths() throws Exception {
        world.file("data/sub/a", new byte[] {1, 2});
        world.file("data/b", new byte[] {3});
        StoredSnapshot stored = world.store(repository, world.tree("run1", "data"));
        ByteArrayOutputStream sink = new ByteArrayOutputStream();

        repository.contents().dumpTar(stored.id(), root.resolve("data/sub").toString(), sink);

        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new java.io.ByteArrayInputStream(sink.toByteArray()))) {
            assertThat("/" + tar.getNextEntry().getName())
                    .isEqualTo(root.resolve("data/sub/a").toString());
            assertThat(tar.readAllBytes()).containsExactly(1, 2);
            assertThat(tar.getNextEntry()).isNull();
        }
    }

    @Test
    void anInterruptEndsADumpWithABlockedSink() throws Exception {
        world.file("data/a", ResticWorld.noise(20 * MIB, 1));
        StoredSnapshot stored = world.store(repository, world.tree("run1", "data"));
        CountDownLatch writing = new CountDownLatch(1);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread run = Thread.ofVirtual().start(() -> {
            try {
                repository.contents().dump(stored.id(), root.resolve("data/a").toString(), new java.io.OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        writing.countDown();
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            throw new java.io.InterruptedIOException("interrupted");
                        }
                    }
                });
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        writing.await();

        run.interrupt();

        assertThat(run.join(java.time.Duration.ofSeconds(60))).isTrue();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }

    @Test
    void aMissingSnapshotOrPathIsAFailure() throws Exception {
        world.file("data/a", new byte[] {1});
        StoredSnapshot stored = world.store(repository, world.tree("run1", "data"));
        String absent = "0".repeat(64);

        assertThat(failure(() -> ResticWorld.dumped(repository, stored.id(), "/nope")))
                .isEqualTo(Failure.OTHER);
        assertThat(failure(() -> ResticWorld.dumped(repository, absent, "/nope")))
                .isEqualTo(Failure.OTHER);
        assertThat(failure(() -> repository.contents().list(absent, node -> {})))
                .isEqualTo(Failure.OTHER);
    }

    private Map<String, byte[]> oddFiles() throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        int seed = 0;
        for (String name : ODD) {
            byte[] content = ResticWorld.noise(100 + seed, seed++);
            files.put(world.file("data/" + name, content).toString(), content);
            files.put(world.file("data/dir " + name + "/" + name, content).toString(), content);
        }
        return files;
    }

    private Map<String, String> readBack(String snapshot, Set<String> files) throws Exception {
        Map<String, String> back = new HashMap<>();
        ResticWorld.readBack(repository, snapshot, files, (file, content) -> {
            byte[] bytes = content.readAllBytes();
            assertThat(bytes).hasSize(Math.toIntExact(file.size()));
            assertThat(back.put(file.path(), hash(bytes))).isNull();
        });
        return back;
    }

    private static Map<String, String> contents(Map<String, byte[]> files) {
        Map<String, String> hashes = new HashMap<>();
        files.forEach((path, bytes) -> hashes.put(path, hash(bytes)));
        return hashes;
    }

    private static String hash(byte[] bytes) {
        return bytes.length + ":" + java.util.Arrays.hashCode(bytes) + ":"
                + new String(bytes, 0, Math.min(8, bytes.length), StandardCharsets.ISO_8859_1);
    }

    private interface Step {
        void run() throws Exception;
    }

    private static Failure failure(Step step) {
        RepositoryException failure = catchThrowableOfType(RepositoryException.class, step::run);
        assertThat(failure).isNotNull();
        return failure.failure();
    }

    private void assertScratchIsClean() throws IOException {
        try (var left = Files.list(world.places.scratch())) {
            assertThat(left.map(Path::toString).filter(name -> name.contains(ReadBack.PREFIX)))
                    .isEmpty();
        }
    }
}
