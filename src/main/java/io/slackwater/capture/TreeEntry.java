package io.slackwater.capture;

/**
 * A file, directory or other node of a tree.
 *
 * @param path absolute, as on the host
 * @param type {@code file}, {@code dir}, {@code symlink}, {@code fifo} … (restic's words)
 * @param size in bytes; 0 for anything but files
 * @param modified the modification time in nanoseconds since the epoch
 */
public record TreeEntry(String path, String type, long size, long modified) {

    public boolean isFile() {
        return type.equals("file");
    }
}
