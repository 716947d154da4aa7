package io.slackwater.restore;

import io.slackwater.journal.Verified;
import io.slackwater.repository.SnapshotFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The result of a search. Files with the same path, size and time are one version.
 *
 * @param versions in the order of their paths; of one path, the newest comes first
 * @param more whether there are more versions than these
 * @param searched how many snapshots were searched
 * @param left the snapshots that could not be searched, because their repository cannot be opened
 */
public record FoundFiles(List<Version> versions, boolean more, int searched, List<Verified> left) {

    /** How many versions a result has at most. */
    static final int MOST = 1000;

    /**
     * A file that some snapshots have.
     *
     * @param snapshots the snapshots that have it, newest data first
     */
    public record Version(SnapshotFile file, List<Verified> snapshots) {}

    /** Collects the result. For one thread at a time. */
    static final class Builder {

        private final Map<String, Verified> snapshots = new LinkedHashMap<>();
        private final Map<SnapshotFile, List<Verified>> found = new LinkedHashMap<>();
        private boolean more;

        /** @param all the searched snapshots */
        Builder(Collection<Verified> all) {
            all.forEach(one -> snapshots.put(one.snapshot(), one));
        }

        /** Adds the entries of one snapshot, at most one more than a result may have. */
        void add(String snapshot, List<SnapshotFile> files) {
            Verified verdict = snapshots.get(snapshot);
            if (verdict == null) {
                return;
            }
            for (SnapshotFile file : files) {
                if (found.size() >= MOST && !found.containsKey(file)) {
                    more = true;
                } else {
                    found.computeIfAbsent(file, one -> new ArrayList<>()).add(verdict);
                }
            }
        }

        FoundFiles build(List<Verified> left) {
            Comparator<Verified> newest = Comparator.comparing(Verified::time).reversed();
            List<Version> versions = found.entrySet().stream()
                    .map(one -> new Version(
                            one.getKey(), one.getValue().stream().sorted(newest).toList()))
                    .sorted(Comparator.comparing((Version one) -> one.file().path())
                            .thenComparing(one -> one.snapshots().getFirst(), newest))
                    .toList();
            return new FoundFiles(versions, more, snapshots.size() - left.size(), left);
        }
    }
}
