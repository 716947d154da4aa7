package io.slackwater.restore;

import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import io.slackwater.docker.HelperContainer;
import io.slackwater.docker.HelperRequest;
import io.slackwater.docker.VolumeControl;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoreException.Reason;
import io.slackwater.policy.Policy;
import io.slackwater.policy.RepositoryPolicy;
import io.slackwater.policy.RestorePolicy;
import io.slackwater.restore.RestoreRoots.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Opens a directory of the host for a restore. It must be below a directory that the policy allows (a root).
 *
 * <p>A restore writes as root. A user who can write to a part of the path could replace it by a symbolic link. Every
 * check is therefore made on a directory that is open already, and nothing is written before:
 *
 * <ol>
 * <li>A helper container mounts the root, and read-only the <em>anchor</em>: a directory whose path is certain. The
 *       anchor is a mount that Slackwater has at the same path, recognised by device and inode: the stack's directory.
 *       Without such a mount, the anchor is the host's {@code /}.
 * <li>The helper changes from the anchor into the root, and asks the kernel for its path ({@code getcwd}). A path that
 *     differs from the expected one means that a link was followed. Then it compares device and inode of this directory
 *     with those of the mounted root. A mount cannot be moved, so both are the directory of that path.
 * <li>From the root the helper goes down name by name, and asks the kernel for the path after each step. It creates the
 *     last directory if it is missing. By device and inode, no directory on the way may be Slackwater's own. A second
 *     path to the secrets is thus refused too.
 * <li>For the restore itself another helper mounts the target. Docker looks the path up again; {@link Opened#confirm}
 *     compares device and inode with those of step 3 before anything is written. From then on all data are written
 *     through that mount.
 * </ol>
 *
 * A link inside the target can only lead to the mounts of the helper, not to the host. The root must belong to root and
 * be closed to all others. A restored file may be a program with the set-user-id bit.
 *
 * @param secrets Slackwater's secrets directory
 * @param data Slackwater's other directories
 */
public record RestoreDirectories(
        VolumeControl volumes, Host host, Supplier<Policy> policy, Path secrets, List<Path> data) {

    private static final Logger LOG = Logger.getLogger(RestoreDirectories.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /**
     * The script that the helper runs. It prints the target's device and inode, or ends with the exit code of a {@link
     * Finding} and may print details. Without a target it checks only the root.
     */
    private static final String SCRIPT = """
            set -u
            number() { stat -c %d:%i "$1"; }
            at() { [ "$(pwd -P)" = "$1" ]; }
            pass() { case " $NEVER " in *" $(number "$1") "*) exit 15 ;; esac; }
            down() {
              cd -P -- "./$1" 2>/dev/null || { [ -L "./$1" ] && exit 10; exit 11; }
              at "$2" || exit 10
              pass .
            }
            # Docker has mounted the root: when it is not to be found from the anchor, a link leads out of that.
            cd -P -- "/anchor$1" 2>/dev/null || { [ -d /opened ] && exit 21; exit 20; }
            at "/anchor$1" || exit 21
            [ "$(number .)" = "$(number /opened)" ] || exit 22
            here="/anchor$1" up=.
            while [ "$here" != /anchor ]; do pass "$up"; up="$up/.."; here="${here%/*}"; done
            [ -z "$ANCHOR" ] || [ "$(number "$up")" = "$ANCHOR" ] || exit 22
            cd -P /opened || exit 20
            mode="$(stat -c '%u %a' .)"
            case "$mode" in '0 '*700) ;; *) echo "$mode"; exit 23 ;; esac
            here=/opened
            shift
            [ $# -gt 0 ] || exit 0
            while [ $# -gt 1 ]; do here="$here/$1"; down "$1" "$here"; shift; done
            why="$(mkdir -m 0700 -- "./$1" 2>&1)" || [ -e "./$1" ] || [ -L "./$1" ] || { echo "$why"; exit 13; }
            down "$1" "$here/$1"
            number .
            [ -z "$(find . -mindepth 1 -maxdepth 1 -print -quit)" ] || exit 14
            """;

    /** Paths on the host. */
    public interface Host {
        /** Returns the path on the host of a path in Slackwater's container. */
        Path hostPath(Path ours) throws DockerException;

        /** Returns the stack's directory on the host; empty when it is unknown. */
        Optional<Path> stack() throws DockerException;

        /**
         * Returns this directory or its nearest parent that Slackwater's container sees at the host's path; empty when
         * there is none.
         */
        Optional<Path> mountedAlike(Path onHost) throws DockerException;
    }

    /**
     * An empty directory below an allowed root.
     *
     * @param number its device and inode
     */
    record Opened(Path path, String number) {

        /**
         * Compares the directory that a helper has mounted with the checked one.
         *
         * @throws RestoreException they differ
         */
        void confirm(HelperContainer helper, String mounted)
                throws RestoreException, DockerException, InterruptedException {
            ExecResult found = helper.exec(ExecCommand.of("stat", "-c", "%d:%i", mounted), PATIENCE);
            if (!found.ok() || !found.stdout().strip().equals(number)) {
                throw new RestoreException(
                        Reason.INVALID,
                        "directory " + path
                                + " was replaced by another directory when the restore began, and nothing was written."
                                + " Check who can write to " + path.getParent() + ", and restore again");
            }
        }
    }

    /** Why the script refused. Each reason has an exit code; {words} is what the script printed. */
    private enum Finding {
        LINK(10, "is reached through a symbolic link, and a restore follows none; name its real path"),
        NO_DIRECTORY(11, "is no directory, or its parent is missing; create the parent on the host: mkdir -p {parent}"),
        CANNOT_BE_MADE(13, "cannot be created: {words}"),
        FILLED(14, "is not empty; name a new or empty one"),
        OURS(15, "leads into Slackwater's keys, data or repositories by another path; name another directory"),
        ROOT_MISSING(
                20,
                "is no directory: scripts/backrest-setup.sh creates it, or install -d -m 0700 -o root -g root"
                        + " {root}. Move a file of this name away first"),
        ROOT_LINK(21, "is reached through a symbolic link: write its real path into the policy (realpath {root})"),
        ROOT_REPLACED(22, "was replaced by another directory just now. Check who can write to its parent"),
        ROOT_OPEN(
                23,
                "has owner and mode {words}, but only root may read restored files: chown root:root {root}"
                        + " && chmod 0700 {root}");

        private final int code;
        private final String why;

        Finding(int code, String why) {
            this.code = code;
            this.why = why;
        }

        RestoreException refusal(Path directory, Path root, String words) {
            String filled = why.replace("{parent}", String.valueOf(directory.getParent()))
                    .replace("{root}", root.toString())
                    .replace("{words}", words);
            return switch (this) {
                case LINK, NO_DIRECTORY, CANNOT_BE_MADE, OURS ->
                    new RestoreException(Reason.INVALID, "directory " + directory + " " + filled);
                case FILLED -> RestoreException.exists("directory " + directory + " " + filled);
                case ROOT_MISSING, ROOT_LINK, ROOT_REPLACED, ROOT_OPEN -> RestoreRoots.problem(root, filled);
            };
        }
    }

    /** Returns why restores below the policy's directories would be refused: one text for each such directory. */
    public List<String> problems() throws DockerException, InterruptedException {
        RestoreRoots roots;
        try {
            roots = roots();
        } catch (RestoreException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
        List<String> problems = new ArrayList<>();
        for (Path root : roots.roots()) {
            try {
                roots.check(root);
                look(root, root, List.of());
            } catch (RestoreException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        return problems;
    }

    /**
     * Checks the directory. Creates it, accessible for root only, if only the last part of its path is missing.
     *
     * @throws RestoreException {@link Reason#INVALID}: it is not allowed; {@link Reason#FAILED}: it is not empty
     */
    Opened open(Path directory) throws RestoreException, DockerException, InterruptedException {
        Path root = roots().of(directory);
        List<String> names = new ArrayList<>();
        root.relativize(directory.normalize()).forEach(name -> names.add(name.toString()));
        return new Opened(directory, look(directory, root, names));
    }

    /**
     * Runs the script in a helper container.
     *
     * @param names the parts of the directory's path below the root; empty to check only the root
     * @return device and inode of the directory
     */
    private String look(Path directory, Path root, List<String> names)
            throws RestoreException, DockerException, InterruptedException {
        Optional<Path> mounted = host.mountedAlike(root);
        Path anchor = mounted.orElse(Path.of("/"));
        String below = anchor.equals(root) ? "" : "/" + anchor.relativize(root);
        List<String> argv = new ArrayList<>(List.of("sh", "-c", SCRIPT, "open", below));
        argv.addAll(names);
        String never = places().stream()
                .flatMap(place -> number(place.path()).stream())
                .collect(Collectors.joining(" "));
        String expected = mounted.isEmpty() ? "" : number(anchor).orElse("cannot be seen");
        ExecCommand open = new ExecCommand(argv, Map.of("NEVER", never, "ANCHOR", expected), "");
        HelperRequest request = new HelperRequest(
                "restore", List.of(anchor + ":/anchor:ro", root + ":/opened"), List.of("DAC_OVERRIDE"));
        try (HelperContainer helper = volumes.helper(request)) {
            ExecResult looked = helper.exec(open, PATIENCE);
            String words = looked.stdout().strip();
            if (looked.ok()) {
                return words;
            }
            throw Arrays.stream(Finding.values())
                    .filter(finding -> finding.code == looked.exitCode())
                    .findFirst()
                    .map(finding -> finding.refusal(directory, root, words))
                    .orElseGet(() ->
                            new RestoreException("opening directory " + directory + " failed: " + looked.reason()));
        } catch (DockerException.Invalid e) {
            throw Finding.ROOT_MISSING.refusal(directory, root, "");
        }
    }

    private RestoreRoots roots() throws RestoreException, DockerException {
        List<Path> roots = new ArrayList<>();
        for (Path written : policy.get().restore().directories()) {
            roots.add(written.isAbsolute() ? written : stack(written).resolve(written));
        }
        List<Place> never = new ArrayList<>();
        for (Place place : places()) {
            never.add(new Place(host.hostPath(place.path()), place.what()));
        }
        never.add(new Place(volumes.dataRoot(), "Docker's own data"));
        return new RestoreRoots(roots, never);
    }

    /** Returns the directories that no restore may touch, by their paths in Slackwater's container. */
    private List<Place> places() {
        List<Place> places = new ArrayList<>(List.of(new Place(secrets, "keys and tokens")));
        data.forEach(path -> places.add(new Place(path, "Slackwater's own data")));
        for (RepositoryPolicy repository : policy.get().repositories().values()) {
            repository.localPath().ifPresent(path -> places.add(new Place(path, "the repository " + repository.id())));
        }
        return places;
    }

    private Path stack(Path written) throws RestoreException, DockerException {
        return host.stack()
                .orElseThrow(() -> new RestoreException(
                        Reason.INVALID,
                        "./" + written + " of " + RestorePolicy.KEY
                                + " in backrest-config/policy.yml is below the stack's"
                                + " directory, which is not known here: give the service slackwater the variable"
                                + " SLACKWATER_STACK_DIR with its path on the host, or write an absolute path"));
    }

    /**
     * Returns device and inode of a path in Slackwater's container, as {@code stat} prints them; empty when it cannot
     * be read.
     */
    private static Optional<String> number(Path ours) {
        try {
            Map<String, Object> attributes = Files.readAttributes(ours, "unix:dev,ino");
            return Optional.of(attributes.get("dev") + ":" + attributes.get("ino"));
        } catch (IOException e) {
            LOG.debugf("cannot look at %s: %s", ours, e);
            return Optional.empty();
        }
    }
}
