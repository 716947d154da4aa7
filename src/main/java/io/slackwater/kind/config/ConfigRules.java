package io.slackwater.kind.config;

import io.slackwater.discovery.ReservedPaths;
import io.slackwater.policy.ConfigPolicy;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules that select a project's configuration files. Immutable.
 *
 * @param policy the files that the policy adds or excludes
 * @param reserved host paths with Slackwater's keys, or with the data of other datasets
 */
record ConfigRules(ConfigPolicy policy, ReservedPaths reserved) {

    /** The default rules, without paths of a policy. */
    static final ConfigRules NONE = new ConfigRules(ConfigPolicy.DEFAULT, ReservedPaths.NONE);

    /** A copy of these rules that also excludes these paths of Slackwater's keys and tokens. */
    ConfigRules withSecrets(List<Path> more) {
        Set<Path> all = new LinkedHashSet<>(reserved.secrets());
        all.addAll(more);
        return new ConfigRules(
                policy,
                new ReservedPaths(all, reserved.never(), reserved.elsewhere(), reserved.trees(), reserved.view()));
    }
}
