package io.slackwater.restore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Scanner;
import java.util.Set;

/** Compares the output of {@code find -printf '%y %s %P\\0'} with the repository's list of files. */
final class TreeListing {

    private static final int SHOWN = 5;

    private final Set<String> missing;
    private final List<String> extra = new ArrayList<>();

    TreeListing(List<String> expected) {
        this.missing = new HashSet<>(expected);
    }

    /**
     * Formats a file as one line, with restic's name of its type. Only regular files get a size, because other sizes
     * differ between file systems.
     */
    static String line(String type, long size, String relative) {
        return type + " " + (type.equals("file") ? size : 0) + " " + relative;
    }

    /**
     * Reads the whole output of {@code find}.
     *
     * @return some of the differences; empty when there are none
     */
    List<String> differences(InputStream printed) throws IOException {
        Scanner entries = new Scanner(printed, StandardCharsets.UTF_8).useDelimiter("\0");
        entries.forEachRemaining(this::add);
        IOException broken = entries.ioException();
        if (broken != null) {
            throw broken;
        }
        List<String> all = new ArrayList<>();
        missing.stream().sorted().limit(SHOWN).forEach(line -> all.add("missing " + line));
        extra.stream().sorted().limit(SHOWN).forEach(line -> all.add("unexpected " + line));
        return all;
    }

    private void add(String printed) {
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
}
