package io.slackwater.app;

import io.slackwater.repository.Engine;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.StoredSnapshot;
import io.slackwater.repository.Window;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A faulty disk. After restic has stored, one byte of each new pack is changed before any read. */
final class FlippedBytes {

    private final Path repositories;
    private final Predicate<String> struck;
    private final ReadWriteLock alone = new ReentrantReadWriteLock(true);
    private final List<Path> flipped = new ArrayList<>();

    /** @param struck whether the packs of a dataset are damaged at this moment */
    FlippedBytes(Path repositories, Predicate<String> struck) {
        this.repositories = repositories;
        this.struck = struck;
    }

    Engine on(Engine real) {
        return (repository, request, bytes, window) -> store(real, repository, request, bytes, window);
    }

    private StoredSnapshot store(
            Engine real, Repository repository, StoreRequest request, LongConsumer bytes, Window window)
            throws RepositoryException, InterruptedException {
        boolean hit = struck.test(request.dataset());
        // The packs of another dataset that is stored meanwhile must stay as they are.
        Lock turn = hit ? alone.writeLock() : alone.readLock();
        turn.lockInterruptibly();
        try {
            Path data = repositories.resolve(repository.id()).resolve("data");
            Set<Path> before = hit ? packs(data) : Set.of();
            StoredSnapshot stored = real.store(repository, request, bytes, window);
            if (hit) {
                for (Path pack : packs(data)) {
                    if (!before.contains(pack)) {
                        flip(pack);
                        hit(pack);
                    }
                }
            }
            return stored;
        } finally {
            turn.unlock();
        }
    }

    private synchronized void hit(Path pack) {
        flipped.add(pack);
    }

    /** Damages all present packs of a repository. */
    void strike(Path repository) {
        packs(repository.resolve("data")).forEach(pack -> {
            flip(pack);
            hit(pack);
        });
    }

    /** The number of packs that were damaged so far. */
    synchronized int count() {
        return flipped.size();
    }

    /** Repairs all damaged packs that still exist. */
    synchronized void repair() {
        flipped.stream().filter(Files::exists).forEach(FlippedBytes::flip);
        flipped.clear();
    }

    private static Set<Path> packs(Path data) {
        try (Stream<Path> files = Files.walk(data)) {
            return new HashSet<>(files.filter(Files::isRegularFile).toList());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void flip(Path pack) {
        try {
            // restic makes its files read-only.
            if (!pack.toFile().setWritable(true)) {
                throw new IOException("not writable: " + pack);
            }
            try (RandomAccessFile file = new RandomAccessFile(pack.toFile(), "rw")) {
                // A pack begins with its blobs: this is inside the first one.
                file.seek(20);
                int there = file.read();
                file.seek(20);
                file.write(there ^ 1);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
