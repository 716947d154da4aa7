package io.slackwater.restore;

import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import io.slackwater.docker.ExecStream;
import io.slackwater.docker.HelperContainer;
import io.slackwater.docker.HelperRequest;
import io.slackwater.repository.Failure;
import io.slackwater.repository.Node;
import io.slackwater.repository.RepositoryException;
import io.slackwater.restore.RestoreDirectories.Opened;
import io.slackwater.restore.RestoreException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts a tree, or the files of a dump, into a new volume or an empty directory, through a helper container. */
final class TreeRestore {

    /** What restic and tar need to give files back to their owners. */
    private static final List<String> CAPABILITIES =
            List.of("CHOWN", "DAC_OVERRIDE", "FOWNER", "SETFCAP", "MKNOD", "FSETID");

    /** On a volume that a restore made: the restore's id. */
    static final String RESTORE_LABEL = "slackwater.restore";

    private static final int SHORT_ID = 8;
    private static final Duration SHORT = Duration.ofMinutes(2);
    private static final Duration LONG = Duration.ofHours(24);

    private final Docker docker;
    private final ExecFeed feed;
    private final RepositoryAccess access;
    private final RestoreDirectories directories;
    private final String instance;
    private final String restore;
    private @Nullable Opened opened;

    /** @param restore the restore's id */
    TreeRestore(
            Docker docker, RepositoryAccess access, RestoreDirectories directories, String instance, String restore) {
        this.directories = directories;
        this.docker = docker;
        this.feed = new ExecFeed(docker);
        this.access = access;
        this.instance = instance;
        this.restore = restore;
    }

    /** Where in which helper the target is mounted. */
    private record Place(String helper, String path) {}

    /** Refuses a target where something is there already, or that is not allowed, and makes a directory that is not there. */
    void refuse(RestoreTarget target) throws RestoreException, InterruptedException {
        if (target instanceof RestoreTarget.Volume volume && volume.problem().isPresent()) {
            throw new RestoreException(Reason.INVALID, volume.problem().get());
        }
        try {
            if (target instanceof RestoreTarget.Volume volume
                    && docker.volumes().containsKey(volume.name())) {
                throw exists(target.words() + " exists already; name a new one");
            }
            if (target instanceof RestoreTarget.Directory directory) {
                opened = directories.open(directory.path());
            }
        } catch (DockerException e) {
            throw new RestoreException(
                    Reason.FAILED, "cannot look whether " + target.words() + " is there: " + e.getMessage(), e);
        }
    }

    private static RestoreException exists(String what) {
        return new RestoreException(Reason.EXISTS, what + ", nothing is ever overwritten");
    }

    @FunctionalInterface
    private interface Work {
        void in(Place place) throws RestoreException, InterruptedException;
    }

    /** @param owner {@code uid:gid} of everything in the target, or empty */
    record PlacedFile(String path, String owner, ExecFeed.Input content) {}

    /** Restores what was below the mount's path, so that the new place looks like the old one from inside the workload. */
    void tree(Choice choice, RestoreTarget target) throws RestoreException, InterruptedException {
        Path root = Path.of(choice.snapshot().file());
        Optional<HelperRepository> reachable = access.of(choice.repository());
        if (reachable.isPresent()) {
            HelperRepository repository = reachable.get();
            into(target, String.valueOf(root.getFileName()), repository.binds(), place -> {
                restic(place, choice, repository.restore(choice.snapshot().snapshot(), root), target);
                compare(place, choice, root, target);
            });
        } else {
            into(target, "target", List.of(), place -> {
                unpack(place, choice, root, target);
                compare(place, choice, root, target);
            });
        }
    }

    /** For a far repository: restic's tar has no fifos, hard links as copies, and whole seconds. */
    private void unpack(Place place, Choice choice, Path root, RestoreTarget target)
            throws RestoreException, InterruptedException {
        ExecCommand tar = ExecCommand.of(
                "tar",
                "--extract",
                "--file=-",
                "--directory=" + place.path(),
                "--strip-components=" + root.getNameCount(),
                "--preserve-permissions",
                "--same-owner",
                "--numeric-owner",
                "--xattrs",
                "--xattrs-include=*",
                "--delay-directory-restore");
        feed.run(
                place.helper(),
                tar,
                sink -> choice.repository().dumpTar(choice.snapshot().snapshot(), root.toString(), sink),
                "unpacking snapshot " + choice.snapshot().snapshot() + " into " + target.words());
    }

    /** Writes a dump's one file under the given names. */
    void files(Choice choice, RestoreTarget target, List<PlacedFile> files)
            throws RestoreException, InterruptedException {
        into(target, "target", List.of(), place -> {
            for (PlacedFile file : files) {
                Path path = Path.of(place.path()).resolve(file.path());
                run(
                        place,
                        ExecCommand.of("mkdir", "-p", String.valueOf(path.getParent())),
                        "making " + path.getParent() + " in " + target.words());
                feed.run(
                        place.helper(),
                        ExecCommand.of("dd", "of=" + path, "bs=1M", "iflag=fullblock", "status=none"),
                        file.content(),
                        "writing " + file.path() + " of snapshot "
                                + choice.snapshot().snapshot() + " into " + target.words());
                if (!file.owner().isEmpty()) {
                    run(
                            place,
                            ExecCommand.of("chown", "-R", file.owner(), place.path()),
                            "giving what is in " + target.words() + " to " + file.owner());
                }
            }
        });
    }

    private void into(RestoreTarget target, String name, List<String> binds, Work work)
            throws RestoreException, InterruptedException {
        boolean made = false;
        try {
            String source = prepare(target);
            made = target instanceof RestoreTarget.Volume;
            String path = HelperRepository.RESTORED + name;
            List<String> all = new ArrayList<>(binds);
            all.add(source + ":" + path);
            try (HelperContainer helper = docker.helper(new HelperRequest("restore", all, CAPABILITIES))) {
                Place place = new Place(helper.id(), path);
                if (target instanceof RestoreTarget.Directory) {
                    Objects.requireNonNull(opened, "a directory is opened before it is restored into")
                            .confirm(docker, helper.id(), path);
                }
                refuseFilled(place, target);
                work.in(place);
            }
        } catch (DockerException e) {
            RestoreException failed = new RestoreException(
                    Reason.FAILED, "cannot restore into " + target.words() + ": " + e.getMessage(), e);
            throw made ? undo(target, failed) : failed;
        } catch (RestoreException e) {
            throw made ? undo(target, e) : e;
        }
    }

    private String prepare(RestoreTarget target) throws DockerException, RestoreException, InterruptedException {
        return switch (target) {
            case RestoreTarget.Volume volume -> {
                refuse(target);
                docker.createVolume(volume.name(), Map.of("slackwater.restored", instance, RESTORE_LABEL, restore));
                yield volume.name();
            }
            case RestoreTarget.Directory directory -> directory.path().toString();
            case RestoreTarget.Database database ->
                throw new RestoreException(
                        Reason.INVALID,
                        "files cannot be restored into database " + database.database()
                                + "; use a target of kind volume, directory or download");
        };
    }

    private void refuseFilled(Place place, RestoreTarget target)
            throws RestoreException, DockerException, InterruptedException {
        ExecResult found = docker.exec(
                place.helper(),
                ExecCommand.of("find", place.path(), "-mindepth", "1", "-maxdepth", "1", "-print", "-quit"),
                SHORT);
        if (!found.ok()) {
            throw new RestoreException(
                    Reason.FAILED, "cannot look whether " + target.words() + " is empty: " + found.reason());
        }
        if (!found.stdout().isEmpty()) {
            throw exists(
                    target.words() + " is not empty: it has " + found.stdout().strip() + "; name a new or empty one");
        }
    }

    private RestoreException undo(RestoreTarget target, RestoreException failed) {
        if (target instanceof RestoreTarget.Volume volume) {
            try {
                docker.removeVolume(volume.name());
            } catch (DockerException e) {
                failed.addSuppressed(e);
            }
        }
        return failed;
    }

    /** @param what is being done, for messages */
    private void run(Place place, ExecCommand command, String what) throws RestoreException, InterruptedException {
        try {
            ExecResult result = docker.exec(place.helper(), command, LONG);
            if (!result.ok()) {
                throw new RestoreException(
                        Reason.FAILED,
                        what + " failed: " + result.reason()
                                + ". See that there is room and that it can be written (df -h).");
            }
        } catch (DockerException e) {
            throw new RestoreException(Reason.FAILED, what + " failed: " + e.getMessage(), e);
        }
    }

    private void restic(Place place, Choice choice, ExecCommand command, RestoreTarget target)
            throws RestoreException, InterruptedException {
        String id = choice.snapshot().snapshot();
        String what = "restoring snapshot " + id.substring(0, Math.min(SHORT_ID, id.length())) + " of repository "
                + choice.repository().id() + " into " + target.words();
        try {
            ExecResult result = docker.exec(place.helper(), command, LONG);
            if (!result.ok()) {
                throw failed(what, choice.repository().id(), result.reason());
            }
        } catch (DockerException e) {
            throw new RestoreException(Reason.FAILED, what + " failed: " + e.getMessage(), e);
        }
    }

    /** Beside us restic has only its words to tell why it failed. */
    static RestoreException failed(String what, String repository, String stderr) {
        Failure failure = Failure.ofWords(stderr);
        String words = what + " failed: " + Failure.summaryOf(stderr) + ". " + failure.remedy();
        return failure == Failure.DAMAGED
                ? new RestoreException(
                        Reason.FAILED,
                        words,
                        new RepositoryException(Failure.DAMAGED, "repository " + repository + ": " + words))
                : new RestoreException(Reason.FAILED, words);
    }

    /** What is there now is what the repository says: same paths, types and sizes. */
    private void compare(Place place, Choice choice, Path root, RestoreTarget target)
            throws RestoreException, InterruptedException {
        List<String> expected = new ArrayList<>();
        try {
            choice.repository().list(choice.snapshot().snapshot(), node -> {
                // Whoever listens on a socket makes his own.
                boolean below = Path.of(node.path()).startsWith(root)
                        && !Path.of(node.path()).equals(root);
                if (below && !node.type().equals("socket")) {
                    expected.add(line(root, node));
                }
            });
        } catch (RepositoryException e) {
            throw new RestoreException(Reason.FAILED, "comparing " + target.words() + " failed: " + e.getMessage(), e);
        }
        TreeListing listing = new TreeListing(expected);
        look(place, listing);
        List<String> differences = listing.differences();
        if (!differences.isEmpty()) {
            throw new RestoreException(
                    Reason.FAILED,
                    target.words() + " is not what the snapshot holds: " + String.join("; ", differences));
        }
    }

    private static String line(Path root, Node node) {
        return TreeListing.line(
                node.type(), node.size(), node.path().substring(root.toString().length() + 1));
    }

    private void look(Place place, TreeListing listing) throws RestoreException, InterruptedException {
        ExecCommand find = ExecCommand.of("find", place.path(), "-mindepth", "1", "-printf", "%y %s %P\\0");
        try (ExecStream stream = docker.open(place.helper(), find, false)) {
            byte[] buffer = new byte[65536];
            int count;
            while ((count = stream.read(buffer, 0, buffer.length)) >= 0) {
                listing.take(buffer, count);
            }
            if (stream.exitCode() != 0) {
                throw new RestoreException(Reason.FAILED, "listing what was restored failed: " + stream.stderr());
            }
        } catch (DockerException | IOException e) {
            throw new RestoreException(Reason.FAILED, "listing what was restored failed: " + e.getMessage(), e);
        }
    }
}
