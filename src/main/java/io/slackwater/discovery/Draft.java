package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.Mount;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A service that will be backed up. Its readable mounts are not known yet. */
record Draft(
        Service service,
        Labels labels,
        DiscoverableKind kind,
        PlanChoice plan,
        InspectionResult findings,
        List<String> because) {

    Draft {
        because = List.copyOf(because);
    }

    WorkloadId id() {
        return service.id();
    }

    Container container() {
        return service.container();
    }

    /** The host paths of mounts that overlap its database's directories. No workload may copy them as files. */
    Set<Path> databaseSources() {
        return container().mounts().stream()
                .filter(mount ->
                        DatabaseMount.directory(mount, findings.directories()).isPresent())
                .map(Mount::source)
                .collect(Collectors.toSet());
    }
}
