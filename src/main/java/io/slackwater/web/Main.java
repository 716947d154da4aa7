package io.slackwater.web;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.slackwater.policy.PolicyException;
import io.slackwater.policy.PolicyFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The program: the sidecar itself, or one of its commands ({@code keys export}, {@code policy check}, {@code users …}). */
@QuarkusMain
public class Main {

    private static final int USAGE = 3;

    public static void main(String... arguments) {
        if (arguments.length > 0 && !arguments[0].startsWith("-")) {
            System.exit(command(arguments));
        }
        int policy = checkPolicy();
        if (policy != 0) {
            System.exit(policy);
        }
        Quarkus.run(arguments);
    }

    private static int command(String... arguments) {
        if (arguments[0].equals("users")) {
            return UsersCommand.here().run(List.of(arguments).subList(1, arguments.length));
        }
        return switch (String.join(" ", Arrays.copyOf(arguments, Math.min(2, arguments.length)))) {
            case "policy check" -> checkPolicy();
            case "keys export" -> KeysExport.run(Set.of(arguments).contains("--html"));
            default -> {
                System.err.println("slackwater: unknown command " + String.join(" ", arguments)
                        + "; there are: keys export [--html], policy check, " + UsersCommand.USAGE);
                yield USAGE;
            }
        };
    }

    /** A policy that is wrong refuses the start, and says where: with nothing else around it. */
    private static int checkPolicy() {
        try {
            PolicyFile.load(Path.of(Places.policyFile()));
            return 0;
        } catch (PolicyException e) {
            System.err.println("slackwater: the policy is not valid, so nothing is started:");
            System.err.println(e.getMessage());
            return 1;
        }
    }
}
