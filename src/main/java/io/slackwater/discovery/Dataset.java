package io.slackwater.discovery;

import java.util.List;

/**
 * One thing captured from a workload. Immutable.
 *
 * @param id parts of {@code [a-z0-9_-]+} joined by dots, the same for the same project, service and data, for ever
 * @param name what it is in the user's words: the database's name, the mount's destination, {@code roles}, {@code rdb}
 * @param kind the kind of its data: its workload's, or {@code volume} for a tree beside the data of that kind
 * @param plan a plan of the policy
 * @param because why it is captured, and why so: a sentence each
 */
public record Dataset(
        String id,
        WorkloadId workload,
        String name,
        Kind kind,
        Source source,
        Method method,
        String plan,
        List<String> because) {

    public Dataset {
        because = List.copyOf(because);
    }

    /** The id that versions before the dotted ids gave to this dataset. */
    String formerId() {
        return source instanceof Source.PostgresDatabase
                ? DashedIds.database(workload, name)
                : DashedIds.of(workload.project(), workload.service(), name);
    }
}
