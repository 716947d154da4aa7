package io.slackwater.discovery;

import java.util.List;

/**
 * One unit of data captured from a workload. Immutable.
 *
 * @param id parts of {@code [a-z0-9_-]+} joined by dots, the same for the same project, service and data, for ever
 * @param name the user's name for it: the database's name, the mount's destination, {@code roles}
 * @param plan a plan of the policy
 * @param because why it is captured, and why in this way: a sentence each
 */
public record Dataset(
        String id, WorkloadId workload, String name, Source source, Method method, String plan, List<String> because) {

    public Dataset {
        because = List.copyOf(because);
    }

    /** The kind of its data: the workload's kind, or the fallback kind for other mounts of the workload. */
    public Kind kind() {
        return source.kind();
    }

    /** A stream has one flat file in its snapshots; a tree has the mount's host path. */
    public boolean isStream() {
        return source instanceof Source.Stream;
    }

    /**
     * The path in its snapshots: the flat name of one file, because restic 0.18 fails on a directory, or the path of a tree on
     * the host.
     */
    public String file() {
        return switch (source) {
            case Source.Stream stream -> id + "." + stream.format();
            case Source.Tree tree -> tree.path().toString();
        };
    }

    /** Whether it belongs to a whole Compose project, not to one container. */
    public boolean ofProject() {
        return id.indexOf('.') == id.lastIndexOf('.');
    }

    /** The id that versions before the dotted ids gave to this dataset. */
    String formerId() {
        return id.equals(DatasetIds.database(workload, name))
                ? DashedIds.database(workload, name)
                : DashedIds.of(workload.project(), workload.service(), name);
    }
}
