package io.slackwater.journal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Stores facts about repositories: problems, names, lost snapshots, and which keys the exported recovery kit has. */
public record RepositoryStore(Database database) {

    private record Reason(String repository, String reason) {}

    /** A kind of problem of a repository. It lasts until a later check finds it solved. */
    public enum Trouble {
        /**
         * Nothing can be restored until a person acts: the repository is missing, is another one, or refuses its key. A
         * lock or an unreachable server does not count.
         */
        UNUSABLE,
        /** restic's check found a damaged structure. It lasts until a check succeeds. */
        STRUCTURE,
        /** Data are damaged. It lasts until a check has read all data without an error. */
        DATA,
        /** A snapshot is damaged. It lasts until that snapshot is removed and a newer one is verified. */
        SNAPSHOT,
        /**
         * The lock of another program prevents {@code forget} and {@code check}. The repository has no other problem.
         */
        LOCKED
    }

    /** Returns the reason of a problem; empty when the repository does not have it. */
    public Optional<String> trouble(String repository, Trouble trouble) {
        return troubles(repository).stream()
                .filter(one -> one.trouble() == trouble)
                .map(RepositoryTrouble::reason)
                .findFirst();
    }

    /** Returns all problems of a repository. */
    public List<RepositoryTrouble> troubles(String repository) {
        return database.list(
                RepositoryTrouble.class,
                "SELECT * FROM repository_trouble WHERE repository = ? ORDER BY rowid",
                repository);
    }

    /** Returns the reason of a problem in each repository that has it, by the repository's name. */
    public Map<String, String> reasons(Trouble trouble) {
        return database
                .list(Reason.class, "SELECT repository, reason FROM repository_trouble WHERE trouble = ?", trouble)
                .stream()
                .collect(Collectors.toMap(Reason::repository, Reason::reason));
    }

    public void begin(String repository, RepositoryTrouble begun) {
        database.write(sql -> Columns.of(begun).with("repository", repository).replace(sql, "repository_trouble"));
    }

    public void end(String repository, Trouble trouble) {
        if (trouble(repository, trouble).isPresent()) {
            database.update("DELETE FROM repository_trouble WHERE repository = ? AND trouble = ?", repository, trouble);
        }
    }

    /**
     * Returns the policy's last name of the repository with this restic id; empty for a repository that was never
     * opened. The journal uses restic ids, because the policy may give a name to another repository later.
     */
    public Optional<String> name(String restic) {
        return database.first(String.class, "SELECT name FROM repository_name WHERE restic = ?", restic);
    }

    /** Returns the repository's name if the policy no longer has a repository of that name; otherwise empty. */
    public Optional<String> absent(String restic, Set<String> policy) {
        return name(restic).filter(name -> !policy.contains(name));
    }

    public void named(String restic, String name) {
        if (!name(restic).equals(Optional.of(name))) {
            database.update(
                    "INSERT INTO repository_name (restic, name) VALUES (?,?)"
                            + " ON CONFLICT (restic) DO UPDATE SET name = excluded.name",
                    restic,
                    name);
        }
    }

    /** Returns the bytes per second at which new data last went into a repository; empty when unknown. */
    public OptionalLong speed(String restic) {
        return database.first(
                        Long.class, "SELECT speed FROM repository_name WHERE restic = ? AND speed IS NOT NULL", restic)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    public void speed(String restic, long bytesPerSecond) {
        database.update("UPDATE repository_name SET speed = ? WHERE restic = ?", bytesPerSecond, restic);
    }

    /** Returns the losses of snapshots whose alarm has not ended. */
    public List<Loss> losses(String repository) {
        return database.list(Loss.class, "SELECT * FROM loss WHERE repository = ? ORDER BY dataset", repository);
    }

    /** Replaces the losses of a repository. */
    public void losses(String repository, List<Loss> losses) {
        if (losses.equals(losses(repository))) {
            return;
        }
        database.write(sql -> {
            sql.update("DELETE FROM loss WHERE repository = ?", repository);
            for (Loss loss : losses) {
                Columns.of(loss).with("repository", repository).insert(sql, "loss");
            }
        });
    }

    /** Returns the repositories whose keys are in the last exported recovery kit. */
    public Set<String> inRecoveryKit() {
        return new TreeSet<>(database.list(String.class, "SELECT name FROM recovery_kit"));
    }

    public void inRecoveryKit(Set<String> repositories) {
        database.write(sql -> {
            sql.update("DELETE FROM recovery_kit");
            sql.update("INSERT INTO recovery_kit (name) SELECT value FROM json_each(?)", repositories);
        });
    }
}
