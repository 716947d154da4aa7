package io.slackwater.repository;

import java.time.Instant;

/**
 * A file, directory or other entry of a snapshot, as restic describes it to people.
 *
 * @param path absolute; a replacement character stands for each byte that is no UTF-8
 * @param type restic's word: {@code file}, {@code dir}, {@code symlink}, {@code fifo} …
 * @param size in bytes; 0 for anything but files
 * @param mode the permissions as {@code chmod} takes them, with the bits for setuid, setgid and sticky
 */
public record SnapshotFile(String path, String type, long size, Instant modified, int mode) {

    public boolean isDirectory() {
        return type.equals("dir");
    }

    public boolean isFile() {
        return type.equals("file");
    }

    /** The last part of the path. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Converts a mode of Go ({@code io/fs.FileMode}), which restic's JSON has, to that of {@code chmod}. */
    static int unixMode(long go) {
        return (int) (go & 0777)
                | ((go & 1L << 23) == 0 ? 0 : 04000)
                | ((go & 1L << 22) == 0 ? 0 : 02000)
                | ((go & 1L << 20) == 0 ? 0 : 01000);
    }
}
