package io.slackwater.kind.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Knows Slackwater's own keys and the passwords of repositories: they belong beside a backup, never into it. */
final class ConfigSecrets {

    private static final Pattern REPOSITORY_PASSWORD =
            Pattern.compile("(RESTIC|BACKREST)\\w*PASSWORD=.+", Pattern.DOTALL);

    private final List<Path> never;

    /** @param never files and directories that must not be stored, under any path */
    ConfigSecrets(List<Path> never) throws IOException {
        List<Path> paths = new ArrayList<>();
        for (Path path : never) {
            paths.add(path.toAbsolutePath().normalize());
            if (Files.exists(path)) {
                paths.add(path.toRealPath());
            }
        }
        this.never = List.copyOf(paths);
    }

    /** Whether this is, or lies in, what must never be stored. */
    boolean hold(Path path) throws IOException {
        Path real =
                Files.exists(path) ? path.toRealPath() : path.toAbsolutePath().normalize();
        return never.stream().anyMatch(secret -> path.startsWith(secret) || real.startsWith(secret));
    }

    /** A variable as {@code NAME=value}, with the value taken out when it opens a repository. */
    static String masked(String variable) {
        return REPOSITORY_PASSWORD.matcher(variable).matches()
                ? variable.substring(0, variable.indexOf('=') + 1) + "********"
                : variable;
    }
}
