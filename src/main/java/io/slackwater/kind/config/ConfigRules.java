package io.slackwater.kind.config;

import io.slackwater.discovery.ReservedPaths;
import io.slackwater.policy.ConfigPolicy;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules that select the files of a project's configuration. Immutable.
 *
 * @param policy files that the policy adds and excludes
 * @param reserved host paths with Slackwater's own keys, or with the data of other datasets
 */
record ConfigRules(ConfigPolicy policy, ReservedPaths reserved) {

    /** The default rules only. */
    static final ConfigRules NONE = new ConfigRules(ConfigPolicy.DEFAULT, ReservedPaths.NONE);

    /** These rules, with further paths of Slackwater's keys and tokens. */
    ConfigRules withSecrets(List<Path> more) {
        Set<Path> all = new LinkedHashSet<>(reserved.secrets());
        all.addAll(more);
        return new ConfigRules(
                policy,
                new ReservedPaths(all, reserved.never(), reserved.elsewhere(), reserved.trees(), reserved.view()));
    }
}
