package io.slackwater.discovery;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code slackwater.*} labels of one container. An invalid label counts as missing.
 *
 * @param method empty for {@code auto}; not yet compared with the methods of the container's kind
 * @param include the mounts to back up; empty for all
 * @param files the files inside the mounts that are not backed up
 * @param databases the databases to back up; empty for all
 * @param databasesElsewhere whether another system backs up the database servers that the environment names
 * @param raw the labels as written
 * @param problems all invalid labels
 */
record Labels(
        Optional<Boolean> enable,
        Optional<Kind> kind,
        Optional<String> plan,
        Optional<Method> method,
        Destinations include,
        Destinations exclude,
        ExcludedFiles files,
        List<String> databases,
        Optional<Boolean> databasesElsewhere,
        Optional<String> user,
        Optional<String> passwordEnv,
        Optional<String> passwordFile,
        Optional<Duration> freezeMax,
        Map<String, String> raw,
        List<LabelProblem> problems) {

    static final String PREFIX = "slackwater.";

    static final String ENABLE = PREFIX + "enable";

    Labels {
        databases = List.copyOf(databases);
        raw = Map.copyOf(raw);
        problems = List.copyOf(problems);
    }

    /** Whether the container has any {@code slackwater.*} label. */
    boolean any() {
        return !raw.isEmpty();
    }

    /**
     * An invalid label.
     *
     * @param message names the label, its value and the error
     * @param remedy the allowed values, and the most similar known word
     */
    record LabelProblem(String message, String remedy) {}
}
