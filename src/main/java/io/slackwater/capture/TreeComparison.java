package io.slackwater.capture;

import io.slackwater.repository.TreeEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares the entries of a snapshot with the files on disk. Stateless. */
public final class TreeComparison {

    private static final int SHOWN = 10;

    private TreeComparison() {}

    /**
     * Compares the stored entries with two listings of the tree, made before and after the backup. An entry that is
     * equal in both listings must be stored with that type and size. If both listings are equal, nothing else may be
     * stored. A changed entry may be stored in either state.
     *
     * @param before the first listing by {@link TreeWalk}; its first entry is the root
     * @return up to ten sentences, and the number of further differences; empty when there is none
     */
    public static List<String> differences(List<TreeEntry> before, List<TreeEntry> after, List<TreeEntry> stored) {
        List<String> differences = new ArrayList<>();
        Map<TreeEntry, Integer> left = below(before, stored);
        Set<TreeEntry> unchanged =
                after.stream().map(TreeComparison::comparable).collect(Collectors.toSet());
        for (TreeEntry entry : before) {
            if (unchanged.contains(comparable(entry)) && left.merge(expected(entry), -1, Integer::sum) < 0) {
                differences.add(entry.path() + " (" + described(entry) + ") is missing in the snapshot");
            }
        }
        if (before.equals(after)) {
            left.entrySet().stream()
                    .filter(entry -> entry.getValue() > 0)
                    .map(Map.Entry::getKey)
                    .map(entry -> entry.path() + " (" + described(entry) + ") is in the snapshot, but was not on disk")
                    .forEach(differences::add);
        }
        return shortened(differences);
    }

    /**
     * How often the snapshot has each entry at and below the root. Names become equal when invalid UTF-8 is replaced.
     * restic also lists the root's parents.
     */
    private static Map<TreeEntry, Integer> below(List<TreeEntry> walked, List<TreeEntry> stored) {
        String root = walked.isEmpty() ? "" : walked.getFirst().path();
        String inside = root.endsWith("/") ? root : root + "/";
        Map<TreeEntry, Integer> found = new LinkedHashMap<>();
        for (TreeEntry entry : stored) {
            if (entry.path().equals(root) || entry.path().startsWith(inside)) {
                found.merge(expected(entry), 1, Integer::sum);
            }
        }
        return found;
    }

    /**
     * The entry as it must be stored: its path, type and size. Java and Go replace invalid UTF-8 by different numbers
     * of characters, so each run of replacement characters becomes one.
     */
    private static TreeEntry expected(TreeEntry entry) {
        String path = entry.path().replaceAll("\\uFFFD+", "\uFFFD");
        return new TreeEntry(path, entry.type(), entry.isFile() ? entry.size() : 0, 0);
    }

    /** The entry without a directory's time, because every change inside a directory changes its time. */
    private static TreeEntry comparable(TreeEntry entry) {
        return entry.type().equals("dir") ? new TreeEntry(entry.path(), entry.type(), 0, 0) : entry;
    }

    private static String described(TreeEntry entry) {
        return entry.isFile() ? "a file of " + entry.size() + " bytes" : "a " + entry.type();
    }

    private static List<String> shortened(List<String> differences) {
        if (differences.size() <= SHOWN) {
            return differences;
        }
        List<String> report = new ArrayList<>(differences.subList(0, SHOWN));
        report.add("and " + (differences.size() - SHOWN) + " more, " + differences.size() + " differences in all");
        return report;
    }
}
