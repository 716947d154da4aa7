package io.slackwater.capture;

import io.slackwater.repository.SpooledEntries;
import io.slackwater.repository.TreeEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares the entries of a snapshot with the files on disk, bucket by bucket. */
public final class TreeComparison {

    private static final int SHOWN = 10;
    private static final Comparator<TreeEntry> BY_PATH =
            Comparator.comparing(TreeEntry::path).thenComparing(TreeEntry::type).thenComparing(TreeEntry::size);

    private final List<String> shown = new ArrayList<>();
    private long found;

    private TreeComparison() {}

    /**
     * Compares the stored entries with two listings of the tree, made before and after the backup. An entry that is
     * equal in both listings must be stored with that type and size. If both listings are equal, nothing else may be
     * stored. A changed entry may be stored in either state.
     *
     * @param before the first listing by {@link TreeWalk}
     * @param after the second listing; the same object if nothing can have changed
     * @param stored the entries of the snapshot at and below the root of the tree
     * @return up to ten sentences, and the number of further differences; empty when there is none
     */
    public static List<String> differences(SpooledEntries before, SpooledEntries after, SpooledEntries stored)
            throws IOException {
        TreeComparison comparison = new TreeComparison();
        boolean same = before == after || same(before, after);
        for (int bucket = 0; bucket < SpooledEntries.BUCKETS; bucket++) {
            List<TreeEntry> first = before.bucket(bucket);
            comparison.compare(first, same ? first : after.bucket(bucket), stored.bucket(bucket), same);
        }
        return comparison.report();
    }

    private static boolean same(SpooledEntries before, SpooledEntries after) throws IOException {
        for (int bucket = 0; bucket < SpooledEntries.BUCKETS; bucket++) {
            if (!sorted(before.bucket(bucket)).equals(sorted(after.bucket(bucket)))) {
                return false;
            }
        }
        return true;
    }

    private static List<TreeEntry> sorted(List<TreeEntry> entries) {
        return entries.stream().sorted(BY_PATH).toList();
    }

    /** Names become equal when invalid UTF-8 is replaced, so equal entries are counted. */
    private void compare(List<TreeEntry> before, List<TreeEntry> after, List<TreeEntry> stored, boolean same) {
        Map<TreeEntry, Integer> left = new LinkedHashMap<>();
        stored.forEach(entry -> left.merge(entry.asStored(), 1, Integer::sum));
        Set<TreeEntry> unchanged =
                after.stream().map(TreeComparison::comparable).collect(Collectors.toSet());
        for (TreeEntry entry : before) {
            if (unchanged.contains(comparable(entry)) && left.merge(entry.asStored(), -1, Integer::sum) < 0) {
                add(entry, "is missing in the snapshot");
            }
        }
        if (same) {
            left.entrySet().stream()
                    .filter(entry -> entry.getValue() > 0)
                    .forEach(entry -> add(entry.getKey(), "is in the snapshot, but was not on disk"));
        }
    }

    private void add(TreeEntry entry, String difference) {
        found++;
        if (shown.size() < SHOWN) {
            shown.add(entry.path() + " (" + described(entry) + ") " + difference);
        }
    }

    /** The entry without a directory's time, because every change inside a directory changes its time. */
    private static TreeEntry comparable(TreeEntry entry) {
        return entry.type().equals("dir") ? new TreeEntry(entry.path(), entry.type(), 0, 0) : entry;
    }

    private static String described(TreeEntry entry) {
        return entry.isFile() ? "a file of " + entry.size() + " bytes" : "a " + entry.type();
    }

    private List<String> report() {
        if (found > SHOWN) {
            shown.add("and " + (found - SHOWN) + " more, " + found + " differences in all");
        }
        return shown;
    }
}
