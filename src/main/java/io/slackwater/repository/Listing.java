package io.slackwater.repository;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The sizes of a snapshot's files.
 *
 * @param nodes how many nodes the snapshot has
 * @param bytes the size of all files
 * @param sizes the size of each wanted file by path
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

        /** @param wanted the files whose sizes are kept; empty: all files */
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

        /** Empty when there are too many files for the memory. */
        Optional<Listing> build() {
            return tooMany ? Optional.empty() : Optional.of(new Listing(nodes, bytes, sizes));
        }
    }
}
