package io.slackwater.repository;

import io.slackwater.policy.RepositoryPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The environment of one restic process. It inherits only {@code PATH} and {@code HOME}. It contains the repository's address, because an
 * address may contain a password, and every user can read argv.
 */
final class ResticEnvironment {

    /** Variables that Slackwater sets. A user's file must not override the key. */
    private static final Set<String> OURS = Set.of(
            "RESTIC_PASSWORD",
            "RESTIC_PASSWORD_FILE",
            "RESTIC_PASSWORD_COMMAND",
            "RESTIC_REPOSITORY",
            "RESTIC_REPOSITORY_FILE",
            "RESTIC_KEY_HINT",
            "RESTIC_CACHE_DIR",
            "RESTIC_PROGRESS_FPS");

    /**
     * Settings of Go's runtime (pkg.go.dev/runtime). They save 12 to 15 % of a whole backup (2 GiB that do not compress, on 2 cores). restic
     * itself sets {@code GOGC=50} and returns freed memory page by page. These settings cost 50 MiB, and with a large index up to 0.7 times
     * more memory, which the system takes back when it needs it. The policy's environment file overrides them.
     */
    private static final Map<String, String> TUNED = Map.of("GOGC", "150", "GODEBUG", "madvdontneed=0");

    private ResticEnvironment() {}

    /** The variables of every restic of this repository, also of Backrest's: the user's file and the settings above. */
    static Map<String, String> shared(Map<String, String> file) {
        Map<String, String> values = new LinkedHashMap<>(TUNED);
        values.putAll(file);
        return values;
    }

    /** The policy's environment file, read for each call, so that rotated credentials work at once. */
    static Map<String, String> fileOf(RepositoryPolicy policy) throws RepositoryException {
        Map<String, String> values = new LinkedHashMap<>();
        if (policy.environment().isEmpty()) {
            return values;
        }
        Path file = policy.environment().get();
        try {
            int number = 0;
            for (String raw : Files.readAllLines(file)) {
                number++;
                String line = raw.strip();
                if (line.isEmpty() || line.startsWith("#")) {
                    continue;
                }
                int equals = line.indexOf('=');
                String name = equals < 1 ? "" : line.substring(0, equals).strip();
                if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                    throw bad(policy, file, "line " + number + " is not NAME=value");
                }
                if (OURS.contains(name)) {
                    throw bad(policy, file, "line " + number + " sets " + name + ", which Slackwater sets itself");
                }
                values.put(name, unquoted(line.substring(equals + 1).strip()));
            }
        } catch (IOException e) {
            throw bad(policy, file, "it cannot be read (" + FileError.reason(e) + ")");
        }
        return values;
    }

    static Map<String, String> of(
            RepositoryPolicy policy, ResticPlaces places, Path keyFile, Map<String, String> file) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("PATH", System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"));
        environment.put("HOME", System.getenv().getOrDefault("HOME", "/"));
        environment.put("TMPDIR", places.scratch().toString());
        environment.putAll(shared(file));
        environment.put("RESTIC_REPOSITORY", policy.uri());
        environment.put("RESTIC_PASSWORD_FILE", keyFile.toString());
        environment.put("RESTIC_CACHE_DIR", places.cache().toString());
        // One status line a second instead of sixty. With less, a short run has none.
        environment.put("RESTIC_PROGRESS_FPS", "1");
        return environment;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2
                && (value.startsWith("\"") && value.endsWith("\"") || value.startsWith("'") && value.endsWith("'"));
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static RepositoryException bad(RepositoryPolicy policy, Path file, String what) {
        return new RepositoryException(
                Failure.OTHER,
                "repository " + policy.id() + ": its environment file " + file + " cannot be used: " + what
                        + ". Correct the file; it holds one NAME=value a line.");
    }
}
