package io.slackwater.capture;

import io.slackwater.repository.TreeEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Compares the entries of a snapshot with the files on disk. Stateless. */
public final class TreeComparison {

    private static final int SHOWN = 10;

    private final List<String> differences = new ArrayList<>();

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
        TreeComparison comparison = new TreeComparison();
        boolean still = before.equals(after);
        Map<String, List<TreeEntry>> found = below(before, stored);
        Set<TreeEntry> unchanged = new HashSet<>();
        after.forEach(entry -> unchanged.add(comparable(entry)));
        for (TreeEntry entry : before) {
            if (unchanged.contains(comparable(entry))) {
                comparison.expect(entry, found, still);
            }
        }
        if (still) {
            found.values()
                    .forEach(left -> left.forEach(entry -> comparison.differences.add(
                            entry.path() + " (" + described(entry) + ") is in the snapshot, but was not on disk")));
        }
        return comparison.report();
    }

    /**
     * The stored entries at and below the root, by path. One path may have several entries, because names become equal
     * when invalid UTF-8 is replaced. restic also lists the root's parents.
     */
    private static Map<String, List<TreeEntry>> below(List<TreeEntry> walked, List<TreeEntry> stored) {
        String root = walked.isEmpty() ? "" : walked.getFirst().path();
        String inside = root.endsWith("/") ? root : root + "/";
        Map<String, List<TreeEntry>> found = new TreeMap<>();
        for (TreeEntry entry : stored) {
            if (entry.path().equals(root) || entry.path().startsWith(inside)) {
                found.computeIfAbsent(key(entry), path -> new ArrayList<>(1)).add(entry);
            }
        }
        return found;
    }

    /**
     * The path with each run of replacement characters as one. Java and Go replace invalid UTF-8 by different numbers
     * of characters.
     */
    private static String key(TreeEntry entry) {
        return entry.path().replaceAll("\\uFFFD+", "\uFFFD");
    }

    /** The entry without a directory's time, because every change inside a directory changes its time. */
    private static TreeEntry comparable(TreeEntry entry) {
        return entry.type().equals("dir") ? new TreeEntry(entry.path(), entry.type(), 0, 0) : entry;
    }

    private void expect(TreeEntry entry, Map<String, List<TreeEntry>> found, boolean take) {
        List<TreeEntry> same = found.getOrDefault(key(entry), List.of());
        for (TreeEntry candidate : same) {
            if (equal(entry, candidate)) {
                if (take) {
                    same.remove(candidate);
                }
                return;
            }
        }
        if (same.isEmpty()) {
            differences.add(entry.path() + " (" + described(entry) + ") is missing in the snapshot");
        } else {
            TreeEntry other = take ? same.removeFirst() : same.getFirst();
            differences.add(entry.path() + " is " + described(entry) + ", in the snapshot " + described(other));
        }
    }

    private static boolean equal(TreeEntry entry, TreeEntry stored) {
        return entry.type().equals(stored.type()) && (!entry.isFile() || entry.size() == stored.size());
    }

    private static String described(TreeEntry entry) {
        return entry.isFile() ? "a file of " + entry.size() + " bytes" : "a " + entry.type();
    }

    private List<String> report() {
        if (differences.size() <= SHOWN) {
            return List.copyOf(differences);
        }
        List<String> report = new ArrayList<>(differences.subList(0, SHOWN));
        report.add("and " + (differences.size() - SHOWN) + " more, " + differences.size() + " differences in all");
        return report;
    }
}
