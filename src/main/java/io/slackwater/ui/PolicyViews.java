package io.slackwater.ui;

import io.slackwater.audit.PolicyKeys;
import io.slackwater.policy.Policy;
import io.slackwater.ui.PolicyView.Group;
import io.slackwater.ui.PolicyView.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Makes the page of the policy. Safe for use by several threads. */
final class PolicyViews {

    private static final String HIDDEN = "***";

    private final Supplier<Policy> policy;
    private final BooleanSupplier rejected;

    /** @param rejected whether the file has a change that is not in force */
    PolicyViews(Supplier<Policy> policy, BooleanSupplier rejected) {
        this.policy = policy;
        this.rejected = rejected;
    }

    PolicyView view(Search search) {
        PolicyKeys keys = PolicyKeys.of(policy.get());
        Map<String, Line> lines = new TreeMap<>();
        keys.values().forEach((key, value) -> lines.put(key, new Line(key, value, false)));
        keys.secrets().keySet().forEach(key -> lines.put(key, new Line(key, HIDDEN, true)));
        Map<String, List<Line>> groups = new TreeMap<>();
        lines.values().stream()
                .filter(line -> search.finds(line.key(), line.value()))
                .forEach(line -> groups.computeIfAbsent(section(line.key()), _ -> new ArrayList<>())
                        .add(line));
        return new PolicyView(
                rejected.getAsBoolean(),
                search,
                groups.entrySet().stream()
                        .map(group -> new Group(group.getKey(), group.getValue()))
                        .toList());
    }

    /** The section of a key; empty for a key that stands alone. */
    private static String section(String key) {
        int dot = key.indexOf('.');
        return dot < 0 ? "" : key.substring(0, dot);
    }
}
