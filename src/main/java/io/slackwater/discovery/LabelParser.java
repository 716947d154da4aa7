package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.policy.Nearest;
import io.slackwater.policy.Read;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the {@code slackwater.*} labels of one container and reports all invalid ones. Used once, by one thread. */
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
                            Labels.ENABLE,
                            "slackwater.kind",
                            "slackwater.plan",
                            "slackwater.method",
                            "slackwater.volumes.include",
                            "slackwater.volumes.exclude",
                            ExcludedFiles.LABEL,
                            CaptureCommands.PRE,
                            CaptureCommands.POST,
                            "slackwater.databases",
                            ELSEWHERE,
                            "slackwater.user",
                            "slackwater.password.env",
                            "slackwater.password.file",
                            "slackwater.freeze.max"),
                    UNSUPPORTED.stream())
            .toList();

    /**
     * Labels that Slackwater sets on its own containers, volumes and images. Containers inherit the labels of their
     * image.
     */
    private static final Set<String> OWN = Set.of(
            Container.ROLE_LABEL,
            "slackwater.helper",
            "slackwater.purpose",
            "slackwater.instance",
            "slackwater.inputs",
            "slackwater.demo");

    private static final List<String> METHODS = List.of("auto", "stream", "hot", "freeze", "stop");
    /** One name up to the next comma, with or without double quotes. */
    private static final Pattern NAME = Pattern.compile("\\s*(?:\"((?:[^\"]|\"\")*)\"|([^\",]*?))\\s*,");

    private static final Read<List<String>> NAMES =
            Read.of("names separated by commas, without a comma at the end", LabelParser::names);
    private static final Read<Destinations> DESTINATIONS =
            Read.of("mount destinations or globs, separated by commas: /data, /var/lib/*", LabelParser::destinations);
    private static final Read<ExcludedFiles> FILES = Read.of(
            "paths and globs inside the volume, separated by commas: logs, *.tmp, **/node_modules",
            text -> ExcludedFiles.of(names(text)));
    private static final Read<List<String>> COMMAND = Read.of(
            "a program and its arguments as a JSON array of strings: [\"sync\"], [\"sh\", \"-c\", \"…\"]",
            CaptureCommands::command);
    private static final Read<Duration> FREEZE =
            Read.duration("seconds or minutes from 1s to 60m, like 30s or 2m", Duration.ofHours(1));
    private static final Read<String> USER = Read.matching(Pattern.compile("[^\\x00\\n]+"), "a user's name");
    private static final Read<String> VARIABLE = Read.matching(
            Pattern.compile("[A-Za-z_][A-Za-z0-9_]*"), "the name of an environment variable of the container");
    private static final Read<String> PATH =
            Read.matching(Pattern.compile("/[^\\x00\\n]+"), "an absolute path inside the container");

    private static final Pattern SECRETIVE = Pattern.compile("pass|secret|token|key|credential|pwd");

    private final Kinds<?> kinds;
    private final Map<String, String> labels = new TreeMap<>();
    private final List<Labels.LabelProblem> problems = new ArrayList<>();

    private LabelParser(Map<String, String> all, Kinds<?> kinds) {
        this.kinds = kinds;
        all.forEach((name, value) -> {
            if (name.startsWith(Labels.PREFIX) && !OWN.contains(name)) {
                labels.put(name, value);
            }
        });
    }

    /**
     * Parses a container's labels.
     *
     * @param plans the names of the policy's plans
     */
    static Labels parse(Map<String, String> all, Collection<String> plans, Kinds<?> kinds) {
        return new LabelParser(all, kinds).parse(plans);
    }

    private Labels parse(Collection<String> plans) {
        unknown();
        if (labels.keySet().containsAll(List.of("slackwater.password.env", "slackwater.password.file"))) {
            bad(
                    "slackwater.password.file",
                    "is set together with slackwater.password.env",
                    "only one of the two labels");
        }
        List.of(CaptureCommands.PRE, CaptureCommands.POST).forEach(label -> get(label, COMMAND));
        return new Labels(
                get(Labels.ENABLE, Read.flag()),
                get("slackwater.kind", Read.oneOf("a known kind", kinds.ofContainers()))
                        .map(Kind::new),
                get("slackwater.plan", Read.oneOf("a plan of the policy", plans)),
                get("slackwater.method", Read.oneOf("a known method", METHODS))
                        .filter(word -> !word.equals("auto"))
                        .map(word -> Method.valueOf(word.toUpperCase(Locale.ROOT))),
                get("slackwater.volumes.include", DESTINATIONS).orElse(Destinations.NONE),
                get("slackwater.volumes.exclude", DESTINATIONS).orElse(Destinations.NONE),
                get(ExcludedFiles.LABEL, FILES).orElse(ExcludedFiles.NONE),
                get("slackwater.databases", NAMES).orElse(List.of()),
                get(ELSEWHERE, Read.flag()),
                get("slackwater.user", USER),
                get("slackwater.password.env", VARIABLE),
                get("slackwater.password.file", PATH),
                get("slackwater.freeze.max", FREEZE),
                labels,
                problems);
    }

    private void unknown() {
        for (String name : labels.keySet()) {
            if (!KNOWN.contains(name)) {
                // An unknown label may contain a password, which must not reach logs and alarms.
                boolean secretive =
                        SECRETIVE.matcher(name.toLowerCase(Locale.ROOT)).find();
                problems.add(new Labels.LabelProblem(
                        "unknown label " + name + (secretive ? " (value not shown)" : "=" + Read.quoted(value(name))),
                        Nearest.to(name, KNOWN)
                                .map(known -> "did you mean " + known + "?")
                                .orElse("allowed: " + String.join(", ", KNOWN))));
            }
        }
    }

    private <T> Optional<T> get(String label, Read<T> read) {
        if (!labels.containsKey(label)) {
            return Optional.empty();
        }
        try {
            return Optional.of(read.parse().apply(value(label)));
        } catch (IllegalArgumentException e) {
            bad(label, String.valueOf(e.getMessage()), read.allowed());
            return Optional.empty();
        }
    }

    private String value(String label) {
        return labels.getOrDefault(label, "").strip();
    }

    private static Destinations destinations(String text) {
        List<String> patterns = names(text);
        for (String pattern : patterns) {
            if (!pattern.startsWith("/") && !pattern.startsWith("*")) {
                throw new IllegalArgumentException(
                        "contains '" + pattern + "', which is not an absolute path or a glob");
            }
        }
        return new Destinations(patterns);
    }

    /**
     * Parses names separated by commas. Double quotes enclose a name with a comma or outer blanks. A quote inside the
     * quotes is doubled.
     */
    private static List<String> names(String text) {
        List<String> names = new ArrayList<>();
        Matcher matcher = NAME.matcher(text + ",");
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            end = matcher.end();
            String quoted = matcher.group(1);
            names.add(quoted == null ? matcher.group(2) : quoted.replace("\"\"", "\""));
        }
        if (end <= text.length() || names.contains("")) {
            throw new IllegalArgumentException("is not a comma-separated list of names");
        }
        return names.stream().distinct().toList();
    }

    private void bad(String label, String why, String allowed) {
        problems.add(new Labels.LabelProblem(
                "the label " + label + " has the value " + Read.quoted(value(label)) + ", which " + why,
                "allowed: " + allowed));
    }
}
