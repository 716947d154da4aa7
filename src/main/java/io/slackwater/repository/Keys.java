package io.slackwater.repository;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/**
 * The key files of all repositories, in {@code keys/} below the secrets directory:
 *
 * <ul>
 *   <li>{@code NAME.key}: the key, mode 0600, never overwritten;
 *   <li>{@code NAME.new}: the key is new and its repository may still have to be initialised. Written <em>before</em> the key, so
 *       that a key without this mark is never one for which a repository may be made;
 *   <li>{@code NAME.id}: the pinned restic id.
 * </ul>
 *
 * Every write is atomic and on disk when it returns. Safe for use by several threads for different repositories; one
 * repository's files are written by one thread at a time.
 */
final class Keys {

    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");

    private final Path secrets;
    private final Path directory;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Keys(Path secrets, Clock clock) {
        this.secrets = secrets;
        this.directory = secrets.resolve("keys");
        this.clock = clock;
    }

    Path file(String repository) {
        return beside(repository, ".key");
    }

    Path directory() {
        return directory;
    }

    /** @param named the repository, for the message */
    RepositoryException unusable(String named, IOException e) {
        return new RepositoryException(
                Failure.KEY_MISSING,
                named + ": the key files in " + directory + " cannot be used (" + FileError.reason(e)
                        + "). Check the mount and the owner of the secrets directory.");
    }

    boolean hasKey(String repository) {
        return Files.exists(file(repository));
    }

    /** When the new key was created, until its repository is pinned; empty for any other key. */
    Optional<FileTime> newSince(String repository) throws IOException {
        Path mark = beside(repository, ".new");
        return Files.exists(mark) ? Optional.of(Files.getLastModifiedTime(mark)) : Optional.empty();
    }

    Optional<String> pinned(String repository) throws IOException {
        Path pin = beside(repository, ".id");
        return Files.exists(pin) ? Optional.of(Files.readString(pin).strip()) : Optional.empty();
    }

    RepositoryKey read(String repository) throws IOException {
        return RepositoryKey.of(Files.readString(file(repository)));
    }

    /** Marks and creates a new key. An existing key is kept. */
    void make(String repository) throws IOException {
        prepare();
        Path mark = beside(repository, ".new");
        if (!Files.exists(mark)) {
            write(mark, clock.instant() + "\n", false);
        }
        if (!hasKey(repository)) {
            write(file(repository), RepositoryKey.random(random).reveal() + "\n", false);
        }
    }

    /** Pins the restic id and removes the mark of a new key. */
    void pin(String repository, String resticId) throws IOException {
        prepare();
        write(beside(repository, ".id"), resticId + "\n", true);
        settle(repository);
    }

    /** Removes the mark of a new key whose repository is pinned. */
    void settle(String repository) throws IOException {
        if (Files.deleteIfExists(beside(repository, ".new"))) {
            sync(directory);
        }
    }

    /** A key file that opens no repository, to probe for one without its key. The caller deletes it. */
    Path probe() throws IOException {
        prepare();
        Path probe = Files.createTempFile(directory, ".probe-", "", PosixFilePermissions.asFileAttribute(FILE));
        Files.writeString(probe, RepositoryKey.random(random).reveal());
        return probe;
    }

    private void prepare() throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(DIRECTORY));
            sync(secrets);
        }
    }

    private void write(Path target, String content, boolean replace) throws IOException {
        Path temporary = Files.createTempFile(directory, ".write-", "", PosixFilePermissions.asFileAttribute(FILE));
        try {
            Files.writeString(temporary, content, StandardOpenOption.SYNC);
            if (replace) {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            } else {
                link(temporary, target);
            }
            sync(directory);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Loss prevented: unlike a rename, a hard link cannot replace a key that appeared meanwhile. */
    private static void link(Path temporary, Path target) throws IOException {
        try {
            Files.createLink(target, temporary);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException e) {
            // Some file systems have no hard links.
            if (Files.exists(target)) {
                throw new FileAlreadyExistsException(target.toString());
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Removes the leftovers of a crash. Call it before anything else uses the directory. */
    void sweep() throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, ".{probe,write}-*")) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
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
        return directory.resolve(repository + suffix);
    }
}
