package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryIdentityIT {

    @TempDir
    Path root;

    ResticWorld world;

    @BeforeEach
    void world() throws IOException {
        world = new ResticWorld(root);
    }

    @Test
    void theFirstUseCreatesKeyAndRepositoryAndPinsTheId() throws Exception {
        String id = world.repository().open();

        assertThat(id).matches("[0-9a-f]{64}");
        assertThat(world.idFile()).hasContent(id);
        assertThat(world.newMark()).doesNotExist();
        assertThat(Files.readString(world.keyFile())).matches("[0-9a-f]{64}\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(world.keyFile())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(world.keys())))
                .isEqualTo("rwx------");
        assertThat(world.run("cat", "config")).contains(id);
    }

    @Test
    void theSecondUseChangesNothing() throws Exception {
        String id = world.used().repository().open();
        String key = Files.readString(world.keyFile());
        Map<String, Long> files = ResticWorld.filesBelow(world.path);

        assertThat(world.repository().open()).isEqualTo(id);
        assertThat(Files.readString(world.keyFile())).isEqualTo(key);
        assertThat(ResticWorld.filesBelow(world.path)).isEqualTo(files);
    }

    @Test
    void aRecentProofStartsNoRestic() throws Exception {
        Path log = root.resolve("starts");
        Path counting = world.script("counting", "echo x >> " + log + "; exec " + ResticWorld.restic() + " \"$@\"");
        ResticWorld counted = new ResticWorld(root, counting.toString()).used();
        Repository repository = counted.repository();
        repository.open();
        long starts = Files.size(log);

        repository.open();
        assertThat(Files.size(log)).isEqualTo(starts);

        counted.clock.advance(Duration.ofMinutes(2));
        repository.open();
        assertThat(Files.size(log)).isGreaterThan(starts);
    }

    @Test
    void anInitKilledAfterTheMarkResumesWithTheKey() throws Exception {
        new Keys(world.places.secrets(), world.clock).make("critical");
        Files.delete(world.keyFile());

        world.repository().open();

        assertThat(world.idFile()).exists();
    }

    @Test
    void anInitKilledAfterTheKeyResumes() throws Exception {
        new Keys(world.places.secrets(), world.clock).make("critical");
        String key = Files.readString(world.keyFile());

        world.repository().open();

        assertThat(Files.readString(world.keyFile())).isEqualTo(key);
        assertThat(world.newMark()).doesNotExist();
    }

    @Test
    void aKilledInitStartsAgain() throws Exception {
        new Keys(world.places.secrets(), world.clock).make("critical");
        world.run("init");
        Files.delete(world.path.resolve("config"));

        String id = world.repository().open();

        assertThat(world.run("cat", "config")).contains(id);
    }

    @Test
    void aLostConfigBesideDataIsNeverCreatedAgain() throws Exception {
        new Keys(world.places.secrets(), world.clock).make("critical");
        world.run("init");
        world.run("backup", world.keyFile().toString());
        Files.delete(world.path.resolve("config"));
        Map<String, Long> files = ResticWorld.filesBelow(world.path);

        assertThat(failureOf(world.repository())).isNotNull();
        assertThat(ResticWorld.filesBelow(world.path)).isEqualTo(files);
    }

    @Test
    void anInitKilledBeforeThePinIsPinned() throws Exception {
        new Keys(world.places.secrets(), world.clock).make("critical");
        PreparedRepositories.another(world.path, world.keyFile());

        String id = world.repository().open();

        assertThat(world.idFile()).hasContent(id);
        assertThat(world.newMark()).doesNotExist();
        assertThat(world.run("cat", "config")).contains(id);
    }

    @Test
    void anInitKilledAfterThePinLosesItsMark() throws Exception {
        String id = world.used().repository().open();
        Files.writeString(world.newMark(), "");

        assertThat(world.repository().open()).isEqualTo(id);
        assertThat(world.newMark()).doesNotExist();
    }

    @Test
    void anExistingRepositoryWithItsKeyIsAdopted() throws Exception {
        Files.createDirectories(world.keys());
        Files.writeString(world.keyFile(), "  my own pass phrase \n");
        PreparedRepositories.another(world.path, world.keyFile());

        String id = world.repository().open();

        assertThat(world.idFile()).hasContent(id);
        assertThat(Files.readString(world.keyFile())).isEqualTo("  my own pass phrase \n");
    }

    @Test
    void anExistingKeyWithoutARepositoryCreatesNoRepository() throws Exception {
        Files.createDirectories(world.keys());
        Files.writeString(world.keyFile(), "my own pass phrase");

        assertFailure(world.repository(), Failure.NO_REPOSITORY);
        assertThat(world.path).doesNotExist();
    }

    @Test
    void aMissingRepositoryIsAFailureAndNotCreatedAgain() throws Exception {
        Repository repository = world.used().repository();
        repository.open();
        Files.move(world.path, root.resolve("away"));

        assertFailure(repository, Failure.NO_REPOSITORY);
        assertFailure(world.repository(), Failure.NO_REPOSITORY);
        assertThat(world.path).doesNotExist();
    }

    @Test
    void anEmptyDirectoryInPlaceOfTheRepositoryStaysEmpty() throws Exception {
        Repository repository = world.used().repository();
        repository.open();
        Files.move(world.path, root.resolve("away"));
        Files.createDirectory(world.path);

        assertFailure(repository, Failure.NO_REPOSITORY);
        assertFailure(world.repository(), Failure.NO_REPOSITORY);
        assertThat(world.path).isEmptyDirectory();
    }

    @Test
    void anotherRepositoryWithTheSameKeyIsNotWrittenTo() throws Exception {
        Repository repository = world.used().repository();
        String pinned = repository.open();
        Files.move(world.path, root.resolve("away"));
        PreparedRepositories.another(world.path, world.keyFile());
        Map<String, Long> files = ResticWorld.filesBelow(world.path);
        world.file("data/a", new byte[] {1});

        RepositoryException failure = catchThrowableOfType(
                RepositoryException.class, () -> world.store(repository, world.tree("r1", "data")));

        assertThat(failure.failure()).isEqualTo(Failure.OTHER_REPOSITORY);
        assertThat(failure).hasMessageContaining(pinned).hasMessageContaining(world.path.toString());
        assertThat(ResticWorld.filesBelow(world.path)).isEqualTo(files);
    }

    @Test
    void anotherRecordedIdIsNoticedByTheNextUse() throws Exception {
        Repository repository = world.used().repository();
        String id = repository.open();
        Files.writeString(world.idFile(), "f".repeat(64));

        assertThat(failureOf(repository).failure()).isEqualTo(Failure.OTHER_REPOSITORY);

        Files.writeString(world.idFile(), id);
        assertThat(repository.open()).isEqualTo(id);
    }

    @Test
    void anotherRepositoryWithAnotherKeyIsAWrongKey() throws Exception {
        Repository repository = world.used().repository();
        repository.open();
        Files.move(world.path, root.resolve("away"));
        Path other = world.file("other.key", "other".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        PreparedRepositories.another(world.path, other);

        assertFailure(repository, Failure.WRONG_KEY);
    }

    @Test
    void aWrongKeyIsReportedAndNotShown() throws Exception {
        world.used().repository().open();
        Files.writeString(world.keyFile(), "not-the-key-of-this-repository");

        RepositoryException failure = assertFailure(world.repository(), Failure.WRONG_KEY);

        assertThat(failure.getMessage()).doesNotContain("not-the-key-of-this-repository");
        assertThat(failure).hasMessageContaining("recovery kit");
    }

    @Test
    void aMissingKeyIsNeverReplaced() throws Exception {
        world.used().repository().open();
        Files.delete(world.keyFile());

        assertFailure(world.repository(), Failure.KEY_MISSING);
        assertThat(world.keyFile()).doesNotExist();
    }

    @Test
    void aLostSecretsDirectoryNeverCausesANewKey() throws Exception {
        world.used().repository().open();
        delete(world.keys());

        assertFailure(world.repository(), Failure.KEY_MISSING);
        assertThat(world.keyFile()).doesNotExist();
        assertThat(world.newMark()).doesNotExist();
    }

    @Test
    void anUnmountedSecretsDirectoryIsNotCreated() throws Exception {
        delete(world.places.secrets());

        RepositoryException failure = assertFailure(world.repository(), Failure.KEY_MISSING);

        assertThat(failure).hasMessageContaining(world.places.secrets().toString());
        assertThat(world.places.secrets()).doesNotExist();
        assertThat(world.path).doesNotExist();
    }

    @Test
    void anUnreadableLocationIsNotTakenAsEmpty() throws Exception {
        world.used().repository().open();
        delete(world.keys());
        // Root without capabilities cannot read a directory of another user.
        Path capless = world.script(
                "capless", "exec setpriv --bounding-set -all --inh-caps -all " + ResticWorld.restic() + " \"$@\"");
        Files.setAttribute(world.path, "unix:uid", 4711);
        Files.setPosixFilePermissions(world.path, PosixFilePermissions.fromString("rwx------"));

        RepositoryException failure = failureOf(new ResticWorld(root, capless.toString()).repository());

        assertThat(failure.failure()).as(failure.getMessage()).isEqualTo(Failure.OTHER);
        assertThat(failure).hasMessageContaining("permission denied");
        assertThat(world.keyFile()).doesNotExist();
        assertThat(world.newMark()).doesNotExist();
    }

    @Test
    void aMissingParentDirectoryIsNotCreated() throws Exception {
        Path deep = root.resolve("not/mounted");

        assertFailure(world.repositories(deep).get("critical"), Failure.NO_REPOSITORY);
        assertThat(root.resolve("not")).doesNotExist();
    }

    @Test
    void aRepositoryWithoutItsDataDirectoryIsDamaged() throws Exception {
        Repository repository = world.used().repository();
        repository.open();
        delete(world.path.resolve("data"));

        RepositoryException failure = assertFailure(repository, Failure.DAMAGED);
        assertThat(failure).hasMessageContaining("data");
    }

    @Test
    void aRepositoryWithoutItsKeysIsDamaged() throws Exception {
        world.used().repository().open();
        delete(world.path.resolve("keys"));

        assertFailure(world.repository(), Failure.DAMAGED);
    }

    @Test
    void aRepositoryWithAnEmptyConfigIsDamaged() throws Exception {
        world.used().repository().open();
        Files.setPosixFilePermissions(world.path.resolve("config"), PosixFilePermissions.fromString("rw-------"));
        Files.write(world.path.resolve("config"), new byte[0]);

        assertFailure(world.repository(), Failure.DAMAGED);
    }

    private static RepositoryException assertFailure(Repository repository, Failure expected) {
        RepositoryException failure = failureOf(repository);
        assertThat(failure).isNotNull();
        assertThat(failure.failure()).as(failure.getMessage()).isEqualTo(expected);
        return failure;
    }

    private static RepositoryException failureOf(Repository repository) {
        return catchThrowableOfType(RepositoryException.class, repository::open);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
