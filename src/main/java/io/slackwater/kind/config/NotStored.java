package io.slackwater.kind.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something that is not stored with a project's configuration.
 *
 * @param path a file, or the directory of {@code count} files
 * @param why as a sentence about the path
 * @param remedy what to do about it
 * @param named whether Compose or the policy names it, so that the stack is not whole without it
 */
record NotStored(Path path, Reason reason, String why, String remedy, boolean named, int count) {

    /** Why it is not stored. */
    public enum Reason {
        NOT_THERE,
        NOT_VISIBLE,
        UNREADABLE,
        TOO_LARGE,
        NOT_TEXT,
        NOT_A_FILE,
        LINK_OUT,
        /** The configuration has more bytes or files than allowed. */
        BOUND,
        /** Not configuration: data, dependencies, version control. */
        DATA,
        EXCLUDED,
        /** Slackwater's own keys and tokens. */
        OWN,
        /** The stack's own file, but with a key or token of Slackwater in it or beside it. */
        WITH_OWN;

        /** Left out by a rule or by the policy, not by a fault. */
        public boolean onPurpose() {
            return this == DATA || this == EXCLUDED || this == OWN || this == WITH_OWN;
        }
    }

    private static final int SHOWN = 5;
    private static final int SHOWN_ON_PURPOSE = 50;

    /** Whether the loss of the disk would lose data that no user excluded. */
    public boolean alarming() {
        return switch (reason) {
            case UNREADABLE, BOUND -> true;
            case NOT_THERE, NOT_VISIBLE, TOO_LARGE, LINK_OUT, NOT_TEXT, WITH_OWN -> named;
            case NOT_A_FILE, DATA, EXCLUDED, OWN -> false;
        };
    }

    /** Keeps the list short: many unnamed files with the same reason become one line. */
    static List<NotStored> grouped(List<NotStored> all) {
        List<NotStored> grouped = new ArrayList<>();
        Map<Reason, List<NotStored>> byReason = new TreeMap<>();
        for (NotStored one : all) {
            (one.named() ? grouped : byReason.computeIfAbsent(one.reason(), _ -> new ArrayList<>())).add(one);
        }
        byReason.forEach((reason, some) -> {
            int shown = reason.onPurpose() ? SHOWN_ON_PURPOSE : SHOWN;
            grouped.addAll(some.size() > shown ? List.of(group(some)) : some);
        });
        grouped.sort(Comparator.comparing(NotStored::path).thenComparing(NotStored::reason));
        return grouped;
    }

    private static NotStored group(List<NotStored> some) {
        NotStored first = some.getFirst();
        int count = some.size();
        return new NotStored(
                common(some),
                first.reason(),
                count + " files or directories in here are not stored, for example " + first.path() + ": "
                        + first.why(),
                first.remedy(),
                false,
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
