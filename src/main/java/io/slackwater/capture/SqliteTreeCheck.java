package io.slackwater.capture;

import io.slackwater.capture.SqliteIntegrity.Verdict;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.ExcludedFiles;
import io.slackwater.discovery.Source;
import io.slackwater.journal.EndCause;
import io.slackwater.repository.TreeEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Checks the SQLite databases of a tree. The first bytes identify a database. Unchanged files are read only if they
 * have a usual name ending. Logs and journals are always read, because a database may have changed only in its log.
 */
public final class SqliteTreeCheck implements TreeCheck {

    /** The scratch space for all copies together. Databases beyond it are not opened; only their bytes are compared. */
    static final long SPACE = 2L << 30;

    private static final Set<String> ENDINGS = Set.of("db", "db3", "sqlite", "sqlite3", "sqlitedb", "s3db");

    private final Dataset dataset;
    private final SqliteCopies copies;
    private final boolean all;
    private final List<String> notes = new ArrayList<>();
    private final Set<String> tooLarge = new HashSet<>();
    private long space;

    public SqliteTreeCheck(Dataset dataset, Path scratch) {
        this(dataset, scratch, SPACE, false);
    }

    /** A check that must open every database. It fails when the scratch space is too small for a copy. */
    public static SqliteTreeCheck ofAll(Dataset dataset, Path scratch) {
        return new SqliteTreeCheck(dataset, scratch, Long.MAX_VALUE, true);
    }

    SqliteTreeCheck(Dataset dataset, Path scratch, long space, boolean all) {
        this.dataset = dataset;
        this.copies = new SqliteCopies(scratch);
        this.space = space;
        this.all = all;
    }

    @Override
    public boolean entry(TreeEntry entry) {
        if (!entry.isFile()) {
            return false;
        }
        boolean beside = SqliteCopies.isBeside(entry.path());
        if (entry.size() > space) {
            if (beside) {
                tooLarge.add(SqliteCopies.databaseOf(entry.path()));
            }
            return false;
        }
        return beside || ENDINGS.contains(ending(entry.path()));
    }

    private static String ending(String path) {
        return path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    @Override
    public void file(TreeEntry entry, InputStream content) throws IOException {
        String path = entry.path();
        boolean beside = SqliteCopies.isBeside(path);
        if (!all && entry.size() > Math.min(space, copies.room())) {
            if (beside) {
                tooLarge.add(SqliteCopies.databaseOf(path));
            } else if (SqliteCopies.begins(content)) {
                note(path);
            }
        } else if (beside) {
            copies.beside(path, content);
            space -= entry.size();
        } else if (copies.database(path, content)) {
            space -= entry.size();
        }
    }

    @Override
    public void complete() throws CaptureException {
        for (Map.Entry<String, Path> database : new TreeMap<>(copies.databases()).entrySet()) {
            requireLogs(database.getKey());
            if (tooLarge.contains(database.getKey())) {
                note(database.getKey());
            } else {
                judge(database.getKey(), SqliteIntegrity.of(database.getValue()));
            }
        }
    }

    /**
     * Refuses a label that excludes the log of a stored database. Loss prevented: a database without its log passes
     * SQLite's check, but lacks its newest transactions.
     */
    private void requireLogs(String path) throws CaptureException {
        ExcludePatterns excludes = new ExcludePatterns(((Source.Tree) dataset.source()).excludes());
        for (String log : List.of(path + SqliteCopies.WAL, path + SqliteCopies.JOURNAL)) {
            if (excludes.match(Path.of(log))) {
                throw new CaptureException(
                        "The SQLite database " + path + " in the snapshot of " + dataset.id()
                                + " lacks its log: the label " + ExcludedFiles.LABEL + " excludes " + log
                                + ". Exclude the database together with its log, or none of them",
                        EndCause.NOT_WHOLE);
            }
        }
    }

    private void note(String path) {
        notes.add(
                "The SQLite database " + path
                        + " was not opened, because the scratch directory is too small for a copy of it and its log. Only its bytes were compared.");
    }

    private void judge(String path, Verdict verdict) throws CaptureException {
        switch (verdict) {
            case Verdict.Whole whole -> {}
            case Verdict.Foreign foreign ->
                notes.add("The SQLite database " + path
                        + " could not be checked, because it needs an extension of its application (" + foreign.why()
                        + "). Only its bytes were compared.");
            case Verdict.Damaged damaged ->
                throw new CaptureException(
                        "The SQLite database " + path + " in the snapshot of " + dataset.id() + " is damaged: "
                                + damaged.why()
                                + ". If it is copied while in use, set the label slackwater.method: \"freeze\"."
                                + " Otherwise check the original with PRAGMA integrity_check, and repair it or exclude"
                                + " its mount (label slackwater.volumes.exclude)",
                        EndCause.NOT_WHOLE);
            case Verdict.Unknown unknown ->
                throw new CaptureException(
                        "The SQLite database " + path + " in the snapshot of " + dataset.id()
                                + " could not be opened to check it: "
                                + unknown.why().getMessage()
                                + "; check the free space of the sidecar's scratch directory",
                        EndCause.NOT_CHECKED,
                        unknown.why());
        }
    }

    /** The path of the copy of a database in the snapshot; empty when it was not copied. */
    public Optional<Path> copy(String path) {
        return Optional.ofNullable(copies.databases().get(path));
    }

    @Override
    public List<String> notes() {
        return List.copyOf(notes);
    }
}
