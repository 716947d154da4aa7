package io.slackwater.journal;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The journal's facts about repositories: problems, names, lost snapshots, and the exported recovery kit. */
public record RepositoryStore(Database database) {

    /** A problem of a repository, which lasts until a later check finds it solved. */
    public enum Trouble {
        /**
         * Nothing can be restored until a person acts: the repository is gone, is another one, or refuses its key. A lock or an
         * unreachable server is no such problem.
         */
        UNUSABLE,
        /** The structure is bad, until the next good check. */
        STRUCTURE,
        /** Data are damaged, until a check has read all data. */
        DATA,
        /** A snapshot is damaged, until it is gone and a newer one is verified. */
        SNAPSHOT,
        /** A lock keeps Slackwater from forgetting and checking. The repository itself has no problem. */
        LOCKED
    }

    /** The reason of a problem; empty without it. */
    public Optional<String> trouble(String repository, Trouble trouble) {
        return database.first(
                "SELECT reason FROM repository_trouble WHERE repository = ? AND trouble = ?",
                row -> row.text("reason"),
                repository,
                trouble.name());
    }

    /** All problems of a repository. */
    public List<RepositoryTrouble> troubles(String repository) {
        return database.list(
                "SELECT * FROM repository_trouble WHERE repository = ? ORDER BY rowid",
                row -> row.as(RepositoryTrouble.class),
                repository);
    }

    public void begin(String repository, RepositoryTrouble begun) {
        database.write(sql -> Columns.of(begun).with("repository", repository).replace(sql, "repository_trouble"));
    }

    public void end(String repository, Trouble trouble) {
        if (trouble(repository, trouble).isPresent()) {
            database.update(
                    "DELETE FROM repository_trouble WHERE repository = ? AND trouble = ?", repository, trouble.name());
        }
    }

    /**
     * The name in the policy when the repository was last opened; empty before. Verdicts know a repository by its restic id, because a
     * name can be given to another repository.
     */
    public Optional<String> name(String restic) {
        return database.first("SELECT name FROM repository_name WHERE restic = ?", row -> row.text("name"), restic);
    }

    /** The name of a repository that the policy does not have any more. */
    public Optional<String> absent(String restic, Set<String> policy) {
        return name(restic).filter(name -> !policy.contains(name));
    }

    public void named(String restic, String name) {
        if (!name(restic).equals(Optional.of(name))) {
            database.update("INSERT OR REPLACE INTO repository_name (restic, name) VALUES (?,?)", restic, name);
        }
    }

    /** The losses whose alarm is not over. */
    public List<Loss> losses(String repository) {
        return database.list(
                "SELECT * FROM loss WHERE repository = ? ORDER BY dataset", row -> row.as(Loss.class), repository);
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

    /** The repositories with keys in the last exported recovery kit. */
    public Set<String> inRecoveryKit() {
        return database.names("recovery_kit");
    }

    public void inRecoveryKit(Set<String> repositories) {
        database.names("recovery_kit", repositories);
    }
}
