package io.slackwater.kind.redis;

import io.slackwater.discovery.Credentials;
import io.slackwater.discovery.Execs;
import io.slackwater.discovery.Inspection;
import io.slackwater.discovery.SignInSearch;
import io.slackwater.discovery.SignInSearch.Found;
import io.slackwater.discovery.SignInSearch.Value;
import io.slackwater.docker.Container;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the user and password of a Redis or Valkey server, and tests them. */
record RedisSignIn(Inspection asked) {

    private static final List<String> PASSWORDS = List.of("REDIS_PASSWORD", "VALKEY_PASSWORD", "REDISCLI_AUTH");
    private static final Pattern REQUIREPASS =
            Pattern.compile("(?:^|\\s)--requirepass(?:\\s+|=)(\"[^\"]*\"|'[^']*'|\\S+)");
    private static final Pattern CONFIGURED =
            Pattern.compile("(?mi)^\\s*requirepass\\s+(\"[^\"]*\"|'[^']*'|\\S+)\\s*$");
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{([A-Za-z_]\\w*)[^}]*}|([A-Za-z_]\\w*))");

    Found find() throws DockerException, InterruptedException {
        SignInSearch search = new SignInSearch(asked);
        return search.find(
                List.of(),
                List.of(() -> requirepass(asked.container()), () -> search.environment(PASSWORDS), this::configured));
    }

    /** Why the server refuses the sign-in; empty when the server accepts it. */
    Optional<String> problem(Found found) throws DockerException, InterruptedException {
        if (found.problem().isPresent()) {
            return found.problem();
        }
        Execs.ExecOutcome outcome = ping("redis-cli", found.signIn());
        if (outcome instanceof Execs.ExecOutcome.Refused) {
            outcome = ping("valkey-cli", found.signIn());
        }
        return switch (outcome) {
            case Execs.ExecOutcome.Refused refused -> Optional.of(refused.why());
            case Execs.ExecOutcome.Ended ended -> {
                String said = (ended.stdout() + " " + ended.stderr()).strip().replaceAll("\\.?\\s*\\R\\s*", "; ");
                // The client continues as the default user when the server refuses the given user.
                boolean refused = said.contains("WRONGPASS") || said.contains("AUTH failed");
                boolean there = said.contains("PONG") || said.contains("LOADING") || said.contains("BUSY");
                yield there && !refused ? Optional.empty() : Optional.of(explained(said, found.signIn()));
            }
        };
    }

    private String explained(String said, Credentials signIn) {
        if (said.isEmpty()) {
            return "no answer to PING";
        }
        return RedisFailures.FAILURES.refused(said) ? signIn.tried(said, asked.container()) : said;
    }

    private Execs.ExecOutcome ping(String client, Credentials signIn) throws DockerException, InterruptedException {
        return asked.run(RedisClient.command(client, asked.container(), signIn, "PING"));
    }

    private static Value requirepass(Container container) {
        Optional<String> option = RedisClient.option(container, "--requirepass");
        if (option.isPresent()) {
            return Value.of(option.get(), "--requirepass in its command");
        }
        for (String word : container.command()) {
            Matcher matcher = REQUIREPASS.matcher(word);
            if (matcher.find()) {
                // A shell's line: its variables come from the container's environment.
                return Value.of(expanded(matcher.group(1), container.environment()), "--requirepass in its command");
            }
        }
        return Value.NONE;
    }

    /** Reads {@code requirepass} from the configuration file that the server's command line names. */
    private Value configured() throws DockerException, InterruptedException {
        for (String word : asked.container().command()) {
            if (word.startsWith("/") && word.endsWith(".conf")) {
                Execs.ExecOutcome outcome = asked.run(ExecCommand.of("cat", "--", word));
                if (outcome instanceof Execs.ExecOutcome.Ended ended && ended.ok()) {
                    Matcher matcher = CONFIGURED.matcher(ended.stdout());
                    if (matcher.find()) {
                        return Value.of(unquoted(matcher.group(1)), "requirepass in " + word);
                    }
                }
            }
        }
        return Value.NONE;
    }

    private static String expanded(String word, Map<String, String> environment) {
        String bare = unquoted(word);
        if (word.startsWith("'")) {
            return bare;
        }
        return VARIABLE.matcher(bare)
                .replaceAll(match -> Matcher.quoteReplacement(
                        environment.getOrDefault(match.group(1) != null ? match.group(1) : match.group(2), "")));
    }

    private static String unquoted(String word) {
        boolean quoted = word.length() > 1 && (word.charAt(0) == '"' || word.charAt(0) == '\'');
        return quoted ? word.substring(1, word.length() - 1) : word;
    }
}
