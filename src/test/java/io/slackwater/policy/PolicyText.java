package io.slackwater.policy;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** Reads policies out of strings, as the file {@code policy.yml} of a system in Europe/Zurich. */
public final class PolicyText {

    static final Path FILE = Path.of("policy.yml");
    static final ZoneId SYSTEM_ZONE = ZoneId.of("Europe/Zurich");

    /** Some kinds with their default plans. */
    static final Map<String, String> KINDS = Map.of(
            "postgres", "critical",
            "open-webui", "critical",
            "config", "critical",
            "volume", "critical",
            "ollama", "models",
            "redis", "system");

    private PolicyText() {}

    public static Policy policy(String text) {
        return policy(text, KINDS);
    }

    public static Policy policy(String text, Map<String, String> kinds) {
        return PolicyFile.parse(FILE, text.getBytes(StandardCharsets.UTF_8), SYSTEM_ZONE, kinds);
    }

    /** The policy of a text below a valid {@code instance} line. The lines of the text count from 2. */
    public static Policy with(String text) {
        return policy("instance: x\n" + text);
    }

    static List<PolicyProblem> problems(String text) {
        return catchThrowableOfType(PolicyException.class, () -> policy(text)).problems();
    }

    static List<PolicyProblem> problemsWith(String text) {
        return problems("instance: x\n" + text);
    }

    /** The only problem, as the user sees it. */
    static String problemWith(String text) {
        List<PolicyProblem> problems = problemsWith(text);
        if (problems.size() != 1) {
            throw new AssertionError("expected one problem, found " + problems);
        }
        return problems.getFirst().toString();
    }
}
