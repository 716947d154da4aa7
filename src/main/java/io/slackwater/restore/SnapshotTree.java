package io.slackwater.restore;

import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import io.slackwater.kind.RestoreException;
import io.slackwater.repository.RepositoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes the files of a snapshot. The original mount's path is cut off, so that the container sees the same files in
 * the new place.
 *
 * @param mounted the repository as a helper container sees it; empty for a repository that is not on a local disk
 */
record SnapshotTree(ChosenSnapshot snapshot, Optional<RepositoryAccess.Mounted> mounted) implements Contents {

    private Path root() {
        return Path.of(snapshot.verdict().file());
    }

    @Override
    public String mountName() {
        return String.valueOf(root().getFileName());
    }

    @Override
    public List<String> binds() {
        return mounted.map(RepositoryAccess.Mounted::binds).orElse(List.of());
    }

    @Override
    public void write(HelperMount mount) throws RestoreException, DockerException, InterruptedException {
        if (mounted.isPresent()) {
            restic(mount, mounted.get().restore(snapshot.id(), root(), parent(mount)));
        } else {
            unpack(mount);
        }
    }

    private static String parent(HelperMount mount) {
        return mount.path().substring(0, mount.path().lastIndexOf('/') + 1);
    }

    private void restic(HelperMount mount, ExecCommand command)
            throws RestoreException, DockerException, InterruptedException {
        String what = "restoring snapshot " + snapshot.verdict().shortId() + " of repository "
                + snapshot.repository().id() + " into " + mount.words();
        ExecResult result = mount.exec(command);
        if (!result.ok()) {
            // restic in a helper container reports its failure only on stderr.
            throw RestoreException.failed(what, RepositoryException.ofStderr(result.reason()));
        }
    }

    /**
     * Restores from a repository that is not on a local disk, through restic's tar output. That output lacks FIFOs,
     * stores hard links as copies, and rounds times to seconds. The output of the parent has the directory's owner and
     * mode.
     */
    private void unpack(HelperMount mount) throws RestoreException, InterruptedException {
        ExecCommand tar = ExecCommand.of(
                "tar",
                "--extract",
                "--file=-",
                "--directory=" + parent(mount),
                "--strip-components=" + (root().getNameCount() - 1),
                "--preserve-permissions",
                "--same-owner",
                "--numeric-owner",
                "--xattrs",
                "--xattrs-include=*",
                "--delay-directory-restore");
        mount.feed()
                .run(
                        tar,
                        sink -> snapshot.repository()
                                .contents()
                                .dumpTar(snapshot.id(), String.valueOf(root().getParent()), sink),
                        "unpacking snapshot " + snapshot.id() + " into " + mount.words());
    }

    /** Compares paths, types and sizes. */
    @Override
    public void compare(HelperMount mount) throws RestoreException, InterruptedException {
        ExecCommand find = ExecCommand.of("find", mount.path(), "-mindepth", "1", "-printf", "%y %s %P\\0");
        List<String> differences = mount.feed()
                .run(find, sink -> {}, new TreeListing(expected(mount))::differences, "listing what was restored");
        if (!differences.isEmpty()) {
            throw new RestoreException(mount.words() + " differs from the snapshot: " + String.join("; ", differences));
        }
    }

    private List<String> expected(HelperMount mount) throws RestoreException, InterruptedException {
        List<String> expected = new ArrayList<>();
        try {
            snapshot.repository().contents().list(snapshot.id(), node -> {
                Path path = Path.of(node.path());
                // A socket is made by the process that listens on it.
                if (path.startsWith(root())
                        && !path.equals(root())
                        && !node.type().equals("socket")) {
                    String relative = node.path().substring(root().toString().length() + 1);
                    expected.add(TreeListing.line(node.type(), node.size(), relative));
                }
            });
        } catch (RepositoryException e) {
            throw RestoreException.failed("comparing " + mount.words(), e);
        }
        return expected;
    }
}
