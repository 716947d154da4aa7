package io.slackwater.repository;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/**
 * Manages the key files of all repositories, in {@code keys/} below the secrets directory:
 *
 * <ul>
 *   <li>{@code NAME.key}: the key, mode 0600, never overwritten;
 *   <li>{@code NAME.new}: marks a new key whose repository may have to be initialised. Written <em>before</em> the key.
 *       Slackwater initialises no repository for a key without this mark;
 *   <li>{@code NAME.id}: the recorded restic id.
 * </ul>
 *
 * Every write is atomic and on disk when it returns. Safe for use by several threads, but only one thread may write the
 * files of one repository.
 */
record Keys(Path secrets, Clock clock) {

    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");

    Path file(String repository) {
        return beside(repository, ".key");
    }

    Path directory() {
        return secrets.resolve("keys");
    }

    /**
     * The exception for key files that cannot be read or written.
     *
     * @param named the repository's name for the message
     */
    RepositoryException unusable(String named, IOException e) {
        return new RepositoryException(
                Failure.KEY_MISSING,
                named + ": the key files in " + directory() + " cannot be used (" + FileError.reason(e)
                        + "). Check the mount and the owner of the secrets directory.");
    }

    boolean hasKey(String repository) {
        return Files.exists(file(repository));
    }

    /** Whether the key is new: the repository's id is not recorded yet. False for a key that the user supplied. */
    boolean isNew(String repository) {
        return Files.exists(beside(repository, ".new"));
    }

    Optional<String> pinned(String repository) throws IOException {
        Path pin = beside(repository, ".id");
        return Files.exists(pin) ? Optional.of(Files.readString(pin).strip()) : Optional.empty();
    }

    RepositoryKey read(String repository) throws IOException {
        return RepositoryKey.of(Files.readString(file(repository)));
    }

    /** Creates {@code NAME.new} and a new key. Keeps an existing key. */
    void make(String repository) throws IOException {
        prepare();
        if (!isNew(repository)) {
            write(beside(repository, ".new"), clock.instant() + "\n");
        }
        if (!hasKey(repository)) {
            write(file(repository), RepositoryKey.random().reveal() + "\n");
        }
    }

    /** Records the restic id and deletes {@code NAME.new}. */
    void pin(String repository, String resticId) throws IOException {
        prepare();
        write(beside(repository, ".id"), resticId + "\n");
        settle(repository);
    }

    /** Deletes {@code NAME.new} once the repository's id is recorded. */
    void settle(String repository) throws IOException {
        if (Files.deleteIfExists(beside(repository, ".new"))) {
            sync(directory());
        }
    }

    /** Creates a random key file to probe whether a repository exists: it opens none. The caller deletes the file. */
    Path probe() throws IOException {
        prepare();
        Path probe = Files.createTempFile(directory(), ".probe-", "", PosixFilePermissions.asFileAttribute(FILE));
        Files.writeString(probe, RepositoryKey.random().reveal());
        return probe;
    }

    private void prepare() throws IOException {
        if (!Files.isDirectory(directory())) {
            Files.createDirectory(directory(), PosixFilePermissions.asFileAttribute(DIRECTORY));
            sync(secrets);
        }
    }

    private void write(Path target, String content) throws IOException {
        Path temporary = Files.createTempFile(directory(), ".write-", "", PosixFilePermissions.asFileAttribute(FILE));
        try {
            Files.writeString(temporary, content, StandardOpenOption.SYNC);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            sync(directory());
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Deletes temporary files that a crash left behind. Call it before any other use of the directory. */
    void sweep() throws IOException {
        TemporaryFiles.sweep(directory(), ".probe-");
        TemporaryFiles.sweep(directory(), ".write-");
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private Path beside(String repository, String suffix) {
        if (!repository.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException("repository name '" + repository + "' cannot be a file name");
        }
        return directory().resolve(repository + suffix);
    }
}
