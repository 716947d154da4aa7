package io.slackwater.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.slackwater.journal.Journal;
import io.slackwater.journal.JournalException;
import io.slackwater.policy.PolicyException;
import io.slackwater.policy.PolicyFile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The program: the sidecar, or one of the commands {@code keys export}, {@code policy check} and {@code users …}. */
@QuarkusMain
public class Main {

    private static final int USAGE = 3;

    static final String NOT_STARTED = "so nothing is started";
    /**
     * The consequence that {@code policy check} prints. It does not know whether a Slackwater is running, so it names
     * both cases.
     */
    static final String GOES_ON =
            "a running Slackwater keeps the last valid policy, and no Slackwater starts with this one";

    public static void main(String... arguments) {
        Settings settings = Settings.read();
        if (arguments.length > 0 && !arguments[0].startsWith("-")) {
            System.exit(command(settings, arguments));
        }
        int policy = checkPolicy(settings, NOT_STARTED);
        if (policy != 0) {
            System.exit(policy);
        }
        Optional<String> journal = wrongJournal(settings.journal());
        if (journal.isPresent()) {
            System.err.println(journal.get());
            System.exit(1);
        }
        Quarkus.run(arguments);
    }

    private static int command(Settings settings, String... arguments) {
        if (arguments[0].equals("users")) {
            return UsersCommand.of(settings).run(List.of(arguments).subList(1, arguments.length));
        }
        return switch (String.join(" ", Arrays.copyOf(arguments, Math.min(2, arguments.length)))) {
            case "policy check" -> {
                int policy = checkPolicy(settings, GOES_ON);
                yield policy == 0 ? RestoreDirectoriesCheck.run(settings) : policy;
            }
            case "keys export" -> KeysExport.run(settings, Set.of(arguments).contains("--html"));
            default -> {
                System.err.println("slackwater: unknown command " + String.join(" ", arguments)
                        + "; the commands are: keys export [--html], policy check, " + UsersCommand.USAGE);
                yield USAGE;
            }
        };
    }

    /**
     * Returns the message about a journal that cannot be opened; empty for a good one. It is the last line of the log then;
     * a failed start of Quarkus would end the log with a stack trace.
     */
    static Optional<String> wrongJournal(Path file) {
        try (Journal _ = Journal.open(file, Clock.systemUTC())) {
            return Optional.empty();
        } catch (JournalException e) {
            return Optional.of("slackwater: %s Slackwater is not started.".formatted(e.getMessage()));
        }
    }

    /** Prints the problems of the policy to stderr, if any, and returns the exit code. */
    private static int checkPolicy(Settings settings, String consequence) {
        Optional<String> wrong = wrong(settings.policyFile(), consequence);
        wrong.ifPresent(System.err::println);
        return wrong.isEmpty() ? 0 : 1;
    }

    /** Returns the message about an invalid policy; empty for a valid one. */
    static Optional<String> wrong(Path policy, String consequence) {
        try {
            PolicyFile.load(policy, ServiceKinds.plans());
            return Optional.empty();
        } catch (PolicyException e) {
            return Optional.of("slackwater: the policy is not valid, %s:%n%s".formatted(consequence, e.getMessage()));
        }
    }
}
