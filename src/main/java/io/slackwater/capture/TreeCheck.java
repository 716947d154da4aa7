package io.slackwater.capture;

import io.slackwater.repository.TreeEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Checks a stored tree with the service's own rules, on bytes read back from the repository. Used by one thread. The
 * caller calls {@link #entry} for each entry of the snapshot, {@link #file} for each new, changed or requested file,
 * then {@link #complete}.
 */
public interface TreeCheck {

    /**
     * Takes an entry of the snapshot. Returns whether the check needs the file's bytes even if the file is unchanged.
     */
    boolean entry(TreeEntry entry);

    /** Takes the bytes of a file. The caller reads any bytes that the check leaves. */
    void file(TreeEntry entry, InputStream content) throws IOException;

    /** Ends the check. Returns normally only if the tree is complete and valid. */
    void complete() throws CaptureException, InterruptedException;

    /** Notes for the user about a good tree, one sentence each. Call it after {@link #complete()}. */
    default List<String> notes() {
        return List.of();
    }
}
