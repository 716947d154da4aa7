package io.slackwater.kind.config;

import io.slackwater.discovery.HostView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A path that is not stored with a project's configuration.
 *
 * @param path a file, or the common directory of {@code count} files
 * @param named whether Compose or the policy names the path, so that the stack is incomplete without it
 * @param why the reason, as a sentence about the path
 */
record NotStored(Path path, Reason reason, boolean named, String why, int count) {

    enum Reason {
        NOT_THERE,
        NOT_VISIBLE,
        UNREADABLE,
        NO_YAML,
        TOO_LARGE,
        NOT_TEXT,
        NOT_A_FILE,
        LINK_OUT,
        /** The configuration would exceed the limit of bytes or files. */
        BOUND,
        /** The path holds no configuration, but data, dependencies or version control. */
        DATA,
        EXCLUDED,
        /** The path belongs to Slackwater's own keys and tokens. */
        OWN,
        /** The stack's own file contains a key or token of Slackwater, or lies beside one. */
        WITH_OWN
    }

    private static final int SHOWN = 8;

    NotStored(Path path, Reason reason, boolean named, String why) {
        this(path, reason, named, why, 1);
    }

    /** Whether a loss of the disk would lose content that no user excluded. */
    boolean alarming() {
        return switch (reason) {
            case UNREADABLE, NO_YAML, BOUND -> true;
            case NOT_THERE, NOT_VISIBLE, TOO_LARGE, LINK_OUT, NOT_TEXT, WITH_OWN -> named;
            case NOT_A_FILE, DATA, EXCLUDED, OWN -> false;
        };
    }

    /** Whether a rule or the policy excludes the path. False after an error. */
    boolean onPurpose() {
        return switch (reason) {
            case DATA, EXCLUDED, OWN -> true;
            case WITH_OWN -> !named;
            default -> false;
        };
    }

    /** What the user can do. */
    String remedy() {
        return switch (reason) {
            case NOT_THERE ->
                "restore it, or remove it from the compose file; if it exists on the host, "
                        + HostView.mount(path.resolveSibling(""));
            case NOT_VISIBLE ->
                HostView.mount(path) + "; or, if a rebuild does not need it, name it in config.exclude of the policy";
            case UNREADABLE -> "make it readable for root on this host, or name it in config.exclude of the policy";
            case NO_YAML -> "correct the file; docker compose config shows what is wrong";
            case TOO_LARGE ->
                "keep it in a volume of a service with the label slackwater.enable: \"true\", or name it in config.include of"
                        + " the policy, which takes files of up to 16 MiB";
            case NOT_TEXT -> "if a rebuild needs it, name it in config.include of the policy";
            case LINK_OUT ->
                "put a copy of its target in place of the link, or mount the target and name it in config.paths of the policy";
            case BOUND -> "name files that are no configuration in config.exclude of the policy";
            case DATA -> "nothing, or name the needed files in config.include of the policy";
            case WITH_OWN -> "remove Slackwater's keys and tokens from it and from its directory";
            case NOT_A_FILE, EXCLUDED, OWN -> "nothing";
        };
    }

    /**
     * Shortens the list: more than 8 paths with the same reason become one entry. Paths that Compose or the policy
     * names stay.
     */
    static List<NotStored> grouped(List<NotStored> all) {
        List<NotStored> grouped = new ArrayList<>();
        Map<Reason, List<NotStored>> byReason = new TreeMap<>();
        for (NotStored one : all) {
            (one.named() ? grouped : byReason.computeIfAbsent(one.reason(), _ -> new ArrayList<>())).add(one);
        }
        byReason.forEach((_, some) -> grouped.addAll(some.size() > SHOWN ? List.of(group(some)) : some));
        grouped.sort(Comparator.comparing(NotStored::path).thenComparing(NotStored::reason));
        return grouped;
    }

    private static NotStored group(List<NotStored> some) {
        NotStored first = some.getFirst();
        int count = some.size();
        return new NotStored(
                common(some),
                first.reason(),
                false,
                count + " files or directories in here are not stored, for example " + first.path() + ": "
                        + first.why(),
                count);
    }

    private static Path common(List<NotStored> some) {
        Path common = some.getFirst().path();
        for (NotStored one : some) {
            while (common.getNameCount() > 0 && (!one.path().startsWith(common) || common.equals(one.path()))) {
                common = common.resolveSibling("");
            }
        }
        return common;
    }
}
