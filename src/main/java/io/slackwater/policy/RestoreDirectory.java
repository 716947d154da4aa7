package io.slackwater.policy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides by path which directories a restore may write to. Opens no files. The restore checks the opened directory
 * again, because the path may lead elsewhere by then.
 */
public final class RestoreDirectory {

    /** Directories of the operating system and of Docker. Write access to them can give root rights. */
    private static final List<Path> SYSTEM = paths(
            "/bin",
            "/boot",
            "/dev",
            "/etc",
            "/lib",
            "/lib32",
            "/lib64",
            "/libx32",
            "/proc",
            "/run",
            "/sbin",
            "/snap",
            "/sys",
            "/usr",
            "/var/cache",
            "/var/lib/containerd",
            "/var/lib/docker",
            "/var/lib/dpkg",
            "/var/lib/rpm",
            "/var/lib/systemd",
            "/var/log",
            "/var/run",
            "/var/snap",
            "/var/spool");

    /** Directories that several users or programs share. A restore may write only to a directory below them. */
    private static final List<Path> SHARED =
            paths("/home", "/media", "/mnt", "/opt", "/root", "/srv", "/tmp", "/var/tmp");

    /** Directories of Slackwater's own stack, which setup creates. Restores must not write there. */
    private static final List<Path> STACK =
            paths("backrest-config", "data/backrest", "data/repos", "env", "nginx", "scripts", "secrets");

    private static final String ALLOWED =
            "an absolute path, or one relative to the stack's directory like ./restores, of a directory that nothing else uses";

    private RestoreDirectory() {}

    private static List<Path> paths(String... paths) {
        return Stream.of(paths).map(Path::of).toList();
    }

    static Read<Path> read() {
        return Read.of(ALLOWED, RestoreDirectory::parse);
    }

    private static Path parse(String text) {
        if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(text.isEmpty() ? "is empty" : "contains a control character");
        }
        Path path = Path.of(text).normalize();
        if (path.isAbsolute()) {
            system(path).ifPresent(why -> {
                throw new IllegalArgumentException(why);
            });
            return path;
        }
        if (path.startsWith("..")) {
            throw new IllegalArgumentException("is outside the stack's directory");
        }
        if (path.toString().isEmpty()) {
            throw new IllegalArgumentException(
                    "is the stack's directory itself, which contains the secrets and the repositories");
        }
        STACK.stream().filter(own -> overlap(own, path)).findFirst().ifPresent(own -> {
            throw new IllegalArgumentException("overlaps ./" + own + ", which Slackwater's stack uses");
        });
        return path;
    }

    /** Why a restore may not write to this absolute path; empty when it may. */
    public static Optional<String> system(Path path) {
        if (path.getNameCount() == 0) {
            return Optional.of("is the root directory");
        }
        if (SHARED.contains(path)) {
            return Optional.of("is shared with other programs; name a directory below it");
        }
        return SYSTEM.stream()
                .filter(system -> overlap(system, path))
                .findFirst()
                .map(system -> "overlaps the system directory " + system);
    }

    /** Whether the directories are equal, or one contains the other. */
    public static boolean overlap(Path one, Path other) {
        return one.startsWith(other) || other.startsWith(one);
    }
}
