package io.slackwater.capture;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Checks a stored tree on bytes read back from the repository. Used by one thread: first {@link #entry} for everything in the
 * snapshot, then {@link #file} for all files that are new, changed or wanted, then {@link #complete}.
 */
public interface TreeCheck extends AutoCloseable {

    /** Receives an entry of the snapshot. Returns whether the check needs the bytes of this file even if it is unchanged. */
    boolean entry(TreeEntry entry);

    /** Reads the bytes of a file from the repository; the caller drains unread bytes. */
    void file(TreeEntry entry, InputStream content) throws IOException;

    /** Ends the check. Returns normally only if the tree is complete for its kind. */
    void complete() throws CaptureException, InterruptedException;

    /** Notes for the user about a good tree, a sentence each. Call it after {@link #complete()}. */
    default List<String> notes() {
        return List.of();
    }

    @Override
    void close();
}
