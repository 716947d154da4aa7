package io.slackwater.repository;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The file sizes in a snapshot.
 *
 * @param nodes the number of files, directories and other entries
 * @param bytes the sum of all file sizes
 * @param sizes the size of each requested file, by its path
 */
record Listing(long nodes, long bytes, Map<String, Long> sizes) {

    /** Collects a listing from restic's output. */
    static final class Builder {

        private final int mostFiles;
        private long nodes;
        private long bytes;
        private final Map<String, Long> sizes = new HashMap<>();
        private final Set<String> wanted;
        private boolean tooMany;

        /**
         * Creates a builder.
         *
         * @param wanted the files whose sizes are kept; empty for all files
         * @param mostFiles the highest number of sizes to keep
         */
        Builder(Set<String> wanted, int mostFiles) {
            this.wanted = wanted;
            this.mostFiles = mostFiles;
        }

        void add(Node node) {
            nodes++;
            if (!node.type().equals("file")) {
                return;
            }
            bytes += node.size();
            if (!wanted.isEmpty() && !wanted.contains(node.path())) {
                return;
            }
            if (sizes.size() == mostFiles) {
                tooMany = true;
                sizes.clear();
            }
            if (!tooMany) {
                sizes.put(node.path(), node.size());
            }
        }

        /** The listing; empty when the snapshot has more files than allowed. */
        Optional<Listing> build() {
            return tooMany ? Optional.empty() : Optional.of(new Listing(nodes, bytes, sizes));
        }
    }
}
