package io.slackwater.kind;

/**
 * A file that a restore writes into a new volume or an empty directory.
 *
 * @param path relative to the volume or directory
 * @param owner {@code uid:gid} of everything in the volume or directory from then on; empty: no change
 */
public record RestoredFile(String path, String owner, ExecFeed.Input content) {

    /** The unchanged dump. */
    public static RestoredFile of(StoredDump dump) {
        return new RestoredFile(dump.file(), "", dump.content());
    }
}
