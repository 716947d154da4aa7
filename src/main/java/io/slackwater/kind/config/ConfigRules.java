package io.slackwater.kind.config;

import io.slackwater.discovery.HostView;
import io.slackwater.discovery.Surroundings;
import io.slackwater.policy.ConfigPolicy;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules that select the files of a project's configuration. Immutable.
 *
 * @param include patterns of the policy for files to store although the defaults skip them
 * @param exclude patterns of the policy for files that are never stored
 * @param paths files and directories of the host beside the project's directory
 * @param secrets directories and files with Slackwater's own keys and tokens
 * @param never paths that are never stored, each with the reason as a sentence
 * @param elsewhere directories that another dataset contains, with its id
 * @param view maps host paths to paths in Slackwater's container
 */
record ConfigRules(
        List<String> include,
        List<String> exclude,
        List<Path> paths,
        Set<Path> secrets,
        Map<Path, String> never,
        Map<Path, String> elsewhere,
        HostView view) {

    /** The default rules only. */
    static final ConfigRules NONE =
            new ConfigRules(List.of(), List.of(), List.of(), Set.of(), Map.of(), Map.of(), HostView.ALL);

    ConfigRules {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        paths = List.copyOf(paths);
        secrets = Set.copyOf(secrets);
        never = Map.copyOf(never);
        elsewhere = Map.copyOf(elsewhere);
    }

    static ConfigRules of(ConfigPolicy policy, Surroundings surroundings) {
        return new ConfigRules(
                policy.include(),
                policy.exclude(),
                policy.paths(),
                surroundings.secrets(),
                surroundings.never(),
                surroundings.elsewhere(),
                surroundings.view());
    }

    /** The same, with more places of Slackwater's own keys and tokens. */
    ConfigRules withSecrets(List<Path> more) {
        Set<Path> all = new LinkedHashSet<>(secrets);
        all.addAll(more);
        return new ConfigRules(include, exclude, paths, all, never, elsewhere, view);
    }
}
