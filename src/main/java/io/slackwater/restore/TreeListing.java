package io.slackwater.restore;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares what {@code find -printf '%y %s %P\0'} prints with what the repository lists. */
final class TreeListing {

    private static final int SHOWN = 5;

    private final Set<String> missing;
    private final List<String> extra = new ArrayList<>();
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();

    TreeListing(List<String> expected) {
        this.missing = new HashSet<>(expected);
    }

    /** A line in restic's words. Only the size of files is the same on all file systems. */
    static String line(String type, long size, String relative) {
        return type + " " + (type.equals("file") ? size : 0) + " " + relative;
    }

    void take(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            if (bytes[i] != 0) {
                partial.write(bytes[i]);
            } else {
                one(partial.toString(StandardCharsets.UTF_8));
                partial.reset();
            }
        }
    }

    private void one(String printed) {
        String[] parts = printed.split(" ", 3);
        if (parts[0].equals("s")) {
            return;
        }
        String found = line(type(parts[0]), Long.parseLong(parts[1]), parts[2]);
        if (!missing.remove(found)) {
            extra.add(found);
        }
    }

    private static String type(String letter) {
        return switch (letter) {
            case "f" -> "file";
            case "d" -> "dir";
            case "l" -> "symlink";
            case "p" -> "fifo";
            case "b" -> "dev";
            case "c" -> "chardev";
            default -> letter;
        };
    }

    /** Some of the differences; empty when there are none. */
    List<String> differences() {
        List<String> all = new ArrayList<>();
        missing.stream().sorted().limit(SHOWN).forEach(line -> all.add("missing " + line));
        extra.stream().sorted().limit(SHOWN).forEach(line -> all.add("unexpected " + line));
        return all;
    }
}
