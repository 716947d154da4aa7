package io.slackwater.discovery;

import io.slackwater.policy.Durations;
import io.slackwater.policy.Nearest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads one container's {@code slackwater.*} labels. Reports all errors. Used once, by one thread.
 */
final class LabelParser {

    static final String ELSEWHERE = "slackwater.databases.elsewhere";

    /** Labels reserved for later versions. Their values are not read. */
    static final List<String> UNSUPPORTED = List.of(
            "slackwater.exec.dump",
            "slackwater.exec.restore",
            "slackwater.exec.check",
            "slackwater.drill",
            "slackwater.drill.sql",
            "slackwater.group");

    static final List<String> KNOWN = Stream.concat(
                    Stream.of(
                            "slackwater.enable",
                            "slackwater.kind",
                            "slackwater.plan",
                            "slackwater.method",
                            "slackwater.volumes.include",
                            "slackwater.volumes.exclude",
                            "slackwater.databases",
                            ELSEWHERE,
                            "slackwater.user",
                            "slackwater.password.env",
                            "slackwater.password.file",
                            "slackwater.freeze.max"),
                    UNSUPPORTED.stream())
            .toList();

    /** Labels that Slackwater sets on its own containers, volumes and images. A container inherits its image's labels. */
    private static final Set<String> OWN = Set.of(
            "slackwater.role",
            "slackwater.helper",
            "slackwater.purpose",
            "slackwater.instance",
            "slackwater.inputs",
            "slackwater.demo");

    private static final List<String> METHODS = List.of("auto", "stream", "hot", "freeze", "stop");
    private static final Duration LONGEST_FREEZE = Duration.ofHours(1);
    /** A name up to its comma, with or without quotes. */
    private static final Pattern NAME = Pattern.compile("\\s*(?:\"((?:[^\"]|\"\")*)\"|([^\",]*?))\\s*,");

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern SECRETIVE = Pattern.compile("pass|secret|token|key|credential|pwd");

    private final Kinds<?> kinds;
    private final Map<String, String> labels = new TreeMap<>();
    private final List<Labels.Problem> problems = new ArrayList<>();

    private LabelParser(Map<String, String> all, Kinds<?> kinds) {
        this.kinds = kinds;
        all.forEach((name, value) -> {
            if (name.startsWith(Labels.PREFIX) && !OWN.contains(name)) {
                labels.put(name, value);
            }
        });
    }

    /** @param plans the names of the policy's plans */
    static Labels parse(Map<String, String> all, List<String> plans, Kinds<?> kinds) {
        return new LabelParser(all, kinds).parse(plans);
    }

    private Labels parse(List<String> plans) {
        unknown();
        if (labels.keySet().containsAll(List.of("slackwater.password.env", "slackwater.password.file"))) {
            bad(
                    "slackwater.password.file",
                    "stands beside slackwater.password.env",
                    "keep one of the two: the password has one source");
        }
        return new Labels(
                get("slackwater.enable", this::flag),
                get("slackwater.kind", label -> word(label, kinds.ofContainers()))
                        .map(Kind::new),
                get("slackwater.plan", label -> word(label, plans)),
                get("slackwater.method", label -> word(label, METHODS))
                        .filter(word -> !word.equals("auto"))
                        .map(word -> Method.valueOf(word.toUpperCase(Locale.ROOT))),
                get("slackwater.volumes.include", this::destinations).orElse(Destinations.NONE),
                get("slackwater.volumes.exclude", this::destinations).orElse(Destinations.NONE),
                get("slackwater.databases", this::names).orElse(List.of()),
                get(ELSEWHERE, this::flag),
                get("slackwater.user", label -> matching(label, Pattern.compile("[^\\x00\\n]+"), "a user's name")),
                get(
                        "slackwater.password.env",
                        label -> matching(label, VARIABLE, "the name of an environment variable of the container")),
                get(
                        "slackwater.password.file",
                        label -> matching(
                                label, Pattern.compile("/[^\\x00\\n]+"), "an absolute path inside the container")),
                get("slackwater.freeze.max", this::duration),
                labels,
                problems);
    }

    private void unknown() {
        for (String name : labels.keySet()) {
            if (!KNOWN.contains(name)) {
                // An unknown label may contain a password, which must not reach logs and alarms.
                boolean secretive =
                        SECRETIVE.matcher(name.toLowerCase(Locale.ROOT)).find();
                problems.add(new Labels.Problem(
                        name,
                        "unknown label " + name + (secretive ? " (value not shown)" : "=" + shown(name)),
                        Nearest.to(name, KNOWN)
                                .map(known -> "did you mean " + known + "?")
                                .orElse("allowed are " + String.join(", ", KNOWN))));
            }
        }
    }

    private <T> Optional<T> get(String label, Function<String, @Nullable T> reader) {
        return labels.containsKey(label) ? Optional.ofNullable(reader.apply(label)) : Optional.empty();
    }

    private String value(String label) {
        return labels.getOrDefault(label, "").strip();
    }

    private @Nullable Boolean flag(String label) {
        String word = word(label, List.of("true", "false"));
        return word == null ? null : Boolean.valueOf(word);
    }

    private @Nullable String word(String label, List<String> allowed) {
        String value = value(label);
        if (allowed.contains(value)) {
            return value;
        }
        Optional<String> near = value.isEmpty() ? Optional.empty() : Nearest.to(value, allowed);
        String sentence = "allowed are " + String.join(", ", allowed);
        bad(
                label,
                "is not allowed",
                near.map(word -> sentence + "; did you mean " + word + "?").orElse(sentence));
        return null;
    }

    private @Nullable String matching(String label, Pattern pattern, String what) {
        String value = value(label);
        if (pattern.matcher(value).matches()) {
            return value;
        }
        bad(label, "is not " + what, "write " + what);
        return null;
    }

    private @Nullable Duration duration(String label) {
        Optional<Duration> duration =
                Durations.parse(value(label)).filter(time -> time.isPositive() && time.compareTo(LONGEST_FREEZE) <= 0);
        if (duration.isPresent()) {
            return duration.get();
        }
        bad(label, "is not a duration from 1s to 60m", "write seconds or minutes: 30s, 2m");
        return null;
    }

    private @Nullable Destinations destinations(String label) {
        List<String> patterns = names(label);
        if (patterns == null) {
            return null;
        }
        for (String pattern : patterns) {
            if (!pattern.startsWith("/") && !pattern.startsWith("*")) {
                bad(
                        label,
                        "holds '" + pattern + "', which is not where something is mounted in the container",
                        "write mount destinations or globs, separated by commas: /data, /var/lib/*");
                return null;
            }
        }
        return new Destinations(patterns);
    }

    /** Parses names separated by commas. Double quotes enclose a name with a comma or outer blanks. A quote inside is doubled. */
    private @Nullable List<String> names(String label) {
        List<String> names = new ArrayList<>();
        Matcher matcher = NAME.matcher(value(label) + ",");
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            end = matcher.end();
            String quoted = matcher.group(1);
            names.add(quoted == null ? matcher.group(2) : quoted.replace("\"\"", "\""));
        }
        if (end <= value(label).length() || names.contains("")) {
            bad(label, "is no list of names", "write names separated by commas, without a comma at the end");
            return null;
        }
        return names.stream().distinct().toList();
    }

    private void bad(String label, String why, String remedy) {
        problems.add(new Labels.Problem(
                label, "the label " + label + " has the value " + quoted(label) + ", which " + why, remedy));
    }

    private String quoted(String label) {
        return value(label).isEmpty() ? "'' (empty)" : "'" + shown(label) + "'";
    }

    private String shown(String label) {
        String value = labels.getOrDefault(label, "");
        return value.isEmpty() ? "(empty)" : value.length() > 80 ? value.substring(0, 80) + "…" : value;
    }
}
