package io.slackwater.discovery;

import java.util.List;

/**
 * One unit of data that is backed up: a database dump or a directory tree. Immutable.
 *
 * @param id parts of {@code [a-z0-9_-]+} joined by dots; always the same for the same project, service and data
 * @param name the name for the user: the database's name, the mount's path in the container, {@code roles}
 * @param plan the id of a plan in the policy
 * @param because why the dataset is backed up, and why in this way, in one sentence each
 */
public record Dataset(
        String id, WorkloadId workload, String name, Source source, Method method, String plan, List<String> because) {

    public Dataset {
        because = List.copyOf(because);
    }

    /** The kind of service whose checks apply: the workload's kind, or the kind for any other volume. */
    public Kind kind() {
        return source.kind();
    }

    /** Whether it is a dump, which is one file in each snapshot. A tree is a directory on the host. */
    public boolean isStream() {
        return source instanceof Source.Stream;
    }

    /**
     * The path in its snapshots: a tree's path on the host, or a dump's file name. The file is in no directory, because
     * restic 0.18 fails there.
     */
    public String file() {
        return switch (source) {
            case Source.Stream stream -> id + "." + stream.format();
            case Source.Tree tree -> tree.path().toString();
        };
    }

    /** Whether it belongs to a whole Compose project instead of one service. */
    public boolean ofProject() {
        return id.indexOf('.') == id.lastIndexOf('.');
    }

    /** The id of this dataset in versions before {@link DatasetIds}. */
    String formerId() {
        return DashedIds.of(workload.project(), workload.service(), name);
    }
}
