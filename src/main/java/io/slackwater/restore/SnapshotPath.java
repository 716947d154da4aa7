package io.slackwater.restore;

import io.slackwater.journal.Verified;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoreException.Reason;
import java.util.Arrays;

/** Checks paths inside a tree's snapshot. Pure. */
final class SnapshotPath {

    private SnapshotPath() {}

    /**
     * Returns the path that a user asks for, without slashes at its end.
     *
     * @param path empty for the directory of the dataset
     * @throws RestoreException the path is not absolute, has {@code ..}, or is not in the directory of the dataset
     */
    static String of(Verified tree, String path) throws RestoreException {
        String root = tree.file();
        if (path.isEmpty()) {
            return root;
        }
        String wanted = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        if (!wanted.startsWith("/")) {
            throw invalid(path, "is not absolute; the files of this dataset are below " + root);
        }
        if (!wanted.equals("/")
                && Arrays.stream(wanted.substring(1).split("/", -1))
                        .anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."))) {
            throw invalid(path, "contains \"..\", \".\" or an empty name; leave these out");
        }
        if (wanted.indexOf('\0') >= 0) {
            throw invalid(path.replace('\0', '?'), "contains a zero byte");
        }
        if (!wanted.equals(root) && !wanted.startsWith(root.equals("/") ? root : root + "/")) {
            throw invalid(path, "is not in dataset " + tree.dataset() + ", whose files are below " + root);
        }
        return wanted;
    }

    private static RestoreException invalid(String path, String why) {
        return new RestoreException(Reason.INVALID, "the path " + path + " " + why);
    }

    /** The path of an entry of a directory. */
    static String child(String directory, String name) {
        return directory.equals("/") ? directory + name : directory + "/" + name;
    }
}
