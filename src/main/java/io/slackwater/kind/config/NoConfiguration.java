package io.slackwater.kind.config;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Recognises directories that hold no configuration: version control, dependencies, caches, data. */
final class NoConfiguration {

    private static final Map<String, String> BY_NAME = Map.ofEntries(
            Map.entry(".git", "version control"),
            Map.entry(".hg", "version control"),
            Map.entry(".svn", "version control"),
            Map.entry("node_modules", "dependencies, which can be fetched again"),
            Map.entry(".venv", "dependencies, which can be fetched again"),
            Map.entry("venv", "dependencies, which can be fetched again"),
            Map.entry("__pycache__", "a cache"),
            Map.entry(".cache", "a cache"));

    /** For each kind of data directory, the files that occur in no other directory. */
    private static final Map<String, Set<String>> BY_CONTENT = new TreeMap<>(Map.of(
            "a data directory of PostgreSQL", Set.of("PG_VERSION"),
            "a data directory of MySQL or MariaDB", Set.of("ibdata1"),
            "a data directory of MongoDB", Set.of("WiredTiger"),
            "a restic repository", Set.of("config", "keys", "snapshots", "index"),
            "a cache (CACHEDIR.TAG)", Set.of("CACHEDIR.TAG")));

    private NoConfiguration() {}

    /**
     * Why a directory holds no configuration; empty when it may hold some.
     *
     * @param roots the project's directories and the policy's {@code config.paths}; a {@code restores} directory at
     *      their top is for restores
     * @param elsewhere directories that another dataset contains, with that dataset's id
     */
    static Optional<String> why(Path directory, List<Path> roots, Map<Path, String> elsewhere) {
        String name = String.valueOf(directory.getFileName());
        Optional<String> byName = Optional.ofNullable(BY_NAME.get(name));
        if (byName.isPresent()) {
            return byName.map(what -> "it is " + what);
        }
        if (name.equals("restores") && roots.contains(directory.getParent())) {
            return Optional.of("it is a directory for restores");
        }
        if (directory.endsWith("data/backrest")) {
            return Optional.of(
                    "it is the configuration of Backrest, which contains passwords. Setup and Slackwater create their part"
                            + " again; keep a record of your other settings");
        }
        for (Map.Entry<String, Set<String>> kind : BY_CONTENT.entrySet()) {
            if (kind.getValue().stream()
                    .allMatch(entry -> Files.exists(directory.resolve(entry), LinkOption.NOFOLLOW_LINKS))) {
                return Optional.of("it is " + kind.getKey());
            }
        }
        return Optional.ofNullable(elsewhere.get(directory)).map(dataset -> "it is backed up by " + dataset);
    }
}
