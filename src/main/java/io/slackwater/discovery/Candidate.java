package io.slackwater.discovery;

import io.slackwater.docker.Mount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A mount that becomes a tree dataset if its source can be proved.
 *
 * @param id the id of the dataset that it becomes
 * @param chosen whether a label sets the method
 * @param besideDatabase whether the mount also holds a database, which is excluded
 * @param excludes restic patterns, absolute
 */
record Candidate(
        Service service,
        PlanChoice plan,
        Mount mount,
        String id,
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

    WorkloadId workload() {
        return service.id();
    }

    Subject subject() {
        return new Subject.Mounted(mount, id);
    }

    Path source() {
        return mount.source().normalize();
    }

    /** The dataset, once the source is proved. */
    Dataset dataset() {
        List<String> all = new ArrayList<>(because);
        all.add(source() + " is proved to be what the container sees");
        all.add(plan.because());
        return new Dataset(
                id,
                workload(),
                mount.destination(),
                new Source.Tree(kind, source(), mount.destination(), excludes),
                method,
                plan.plan(),
                all);
    }
}
