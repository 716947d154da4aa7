package io.slackwater.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.slackwater.docker.EngineDocker;
import io.slackwater.freeze.ThawAtStart;
import io.slackwater.journal.Journal;
import io.slackwater.journal.JournalException;
import io.slackwater.journal.LeaseFiles;
import io.slackwater.policy.PolicyException;
import io.slackwater.policy.PolicyFile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The program: the sidecar, or one of the commands {@code keys export}, {@code policy check}, {@code restore recover} and {@code
 * users …}. */
@QuarkusMain
public class Main {

    private static final int USAGE = 3;

    public static void main(String... arguments) throws InterruptedException {
        Settings settings = Settings.read();
        if (arguments.length > 0 && !arguments[0].startsWith("-")) {
            System.exit(command(settings, arguments));
        }
        if (settings.places().logFormat() == SlackwaterConfig.LogFormat.JSON) {
            JsonLog.start(settings.places().logLevel());
        }
        Path socket = Path.of(settings.places().dockerSocket());
        // No helper container is started here, so no owner and no image are needed.
        new ThawAtStart(LeaseFiles.beside(settings.journal()), () -> new EngineDocker(socket, () -> "", () -> ""))
                .run();
        // At the same time, because both load much code.
        CompletableFuture<Optional<String>> journal =
                CompletableFuture.supplyAsync(() -> wrongJournal(settings.journal()));
        Optional<String> wrong = wrong(settings.policyFile()).or(journal::join);
        if (wrong.isPresent()) {
            System.err.println(wrong.get());
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
                Optional<String> wrong = wrong(settings.policyFile());
                wrong.ifPresent(System.err::println);
                yield wrong.isEmpty() ? RestoreDirectoriesCheck.run(settings) : 1;
            }
            case "restore recover" -> RestoreRecovery.run(settings);
            case "keys export" -> KeysExport.run(settings, Set.of(arguments).contains("--html"));
            default -> {
                System.err.println("slackwater: unknown command " + String.join(" ", arguments)
                        + "; the commands are: keys export [--html], policy check, restore recover, "
                        + UsersCommand.USAGE);
                yield USAGE;
            }
        };
    }

    /**
     * Returns the message about a journal that cannot be opened; empty for a good journal. The message is the last line
     * of the log. A failed start of Quarkus would end the log with a stack trace.
     */
    static Optional<String> wrongJournal(Path file) {
        try (Journal _ = Journal.open(file, Clock.systemUTC())) {
            return Optional.empty();
        } catch (JournalException e) {
            return Optional.of("slackwater: %s Slackwater is not started.".formatted(e.getMessage()));
        }
    }

    /** Returns the message about an invalid policy; empty for a valid one. */
    static Optional<String> wrong(Path policy) {
        try {
            PolicyFile.load(policy, ServiceKinds.plans());
            return Optional.empty();
        } catch (PolicyException e) {
            return Optional.of("slackwater: the policy is not valid, and Slackwater does not start with it:%n%s"
                    .formatted(e.getMessage()));
        }
    }
}
