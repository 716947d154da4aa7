package io.slackwater.kind;

/**
 * A file that a restore writes into a new volume or an empty directory.
 *
 * @param path relative to the volume or directory
 * @param owner {@code uid:gid} that the whole volume or directory gets after this file; empty to keep the owners
 */
public record RestoredFile(String path, String owner, ExecFeed.Input content) {

    /** The dump as one file, unchanged. */
    public static RestoredFile of(StoredDump dump) {
        return new RestoredFile(dump.file(), "", dump.content());
    }
}
