package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.Mount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A mount that becomes a tree dataset if its source can be proved.
 *
 * @param own the kind's own name for its data directory; empty for any other mount
 * @param chosen the method stands in a label: the user knows better
 * @param besideDatabase its mount holds a database too, which is left out of it
 * @param excludes restic patterns, absolute
 */
record Candidate(
        Container container,
        Mount mount,
        Optional<String> own,
        Kind kind,
        Method method,
        boolean chosen,
        boolean besideDatabase,
        List<String> excludes,
        List<String> because) {

    Candidate {
        excludes = List.copyOf(excludes);
        because = List.copyOf(because);
    }

    Path source() {
        return mount.source().normalize();
    }

    /** The id of the dataset that it becomes. */
    String id(WorkloadId workload) {
        return id(workload, mount, own);
    }

    static String id(WorkloadId workload, Mount mount, Optional<String> own) {
        return own.map(name -> DatasetIds.own(workload, name))
                .orElseGet(() -> DatasetIds.tree(workload, mount.destination()));
    }

    Dataset dataset(WorkloadId workload, String plan, String planBecause, List<String> more) {
        List<String> all = new ArrayList<>(because);
        all.addAll(more);
        all.add(planBecause);
        return new Dataset(
                id(workload),
                workload,
                mount.destination(),
                new Source.Tree(kind, source(), mount.destination(), excludes),
                method,
                plan,
                all);
    }
}
