package io.slackwater.discovery;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code slackwater.*} labels of one container. A label with a problem counts as missing. Whether a method fits the kind is judged
 * when the kind is known.
 *
 * @param method empty: {@code auto}
 * @param include empty: every mount
 * @param databases empty: every database
 * @param databasesElsewhere whether the database servers that its environment names are backed up elsewhere
 * @param raw the labels as they stand
 * @param problems all bad labels
 */
record Labels(
        Optional<Boolean> enable,
        Optional<Kind> kind,
        Optional<String> plan,
        Optional<Method> method,
        Destinations include,
        Destinations exclude,
        List<String> databases,
        Optional<Boolean> databasesElsewhere,
        Optional<String> user,
        Optional<String> passwordEnv,
        Optional<String> passwordFile,
        Optional<Duration> freezeMax,
        Map<String, String> raw,
        List<Problem> problems) {

    static final String PREFIX = "slackwater.";

    Labels {
        databases = List.copyOf(databases);
        raw = Map.copyOf(raw);
        problems = List.copyOf(problems);
    }

    /** Whether the container has any Slackwater label. */
    boolean any() {
        return !raw.isEmpty();
    }

    /**
     * One bad label.
     *
     * @param message names the label, the value and why it is wrong
     * @param remedy the allowed values, and the nearest known word
     */
    record Problem(String message, String remedy) {}
}
