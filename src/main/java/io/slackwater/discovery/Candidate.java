package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.Mount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A mount that becomes a tree dataset if its source can be proved.
 *
 * @param chosen the method stands in a label: the user knows better
 * @param besideDatabase its mount holds a database too, which is left out of it
 * @param excludes restic patterns, absolute
 */
record Candidate(
        Container container,
        Mount mount,
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

    Dataset dataset(WorkloadId workload, String plan, String planBecause, List<String> more) {
        List<String> all = new ArrayList<>(because);
        all.addAll(more);
        all.add(planBecause);
        return new Dataset(
                DatasetIds.of(workload.project(), workload.service(), mount.destination()),
                workload,
                mount.destination(),
                kind,
                new Source.Tree(source(), mount.destination(), excludes),
                method,
                plan,
                all);
    }
}
