package io.slackwater.repository;

/**
 * A file, directory or other entry of a tree, on disk or as {@code restic ls} lists it.
 *
 * @param path absolute, as on the host
 * @param type restic's word: {@code file}, {@code dir}, {@code symlink}, {@code fifo} …
 * @param size in bytes; 0 for anything but files
 * @param modified the modification time in nanoseconds since the epoch
 */
public record TreeEntry(String path, String type, long size, long modified) {

    public boolean isFile() {
        return type.equals("file");
    }

    /**
     * The entry as a snapshot must have it: without its time. Java and Go replace invalid UTF-8 by different numbers of
     * characters, so each run of replacement characters becomes one.
     */
    public TreeEntry asStored() {
        String comparable = path.indexOf('\uFFFD') < 0 ? path : path.replaceAll("\\uFFFD+", "\uFFFD");
        return new TreeEntry(comparable, type, isFile() ? size : 0, 0);
    }
}
