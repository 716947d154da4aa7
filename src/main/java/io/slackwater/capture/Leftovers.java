package io.slackwater.capture;

import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Ends the processes of a container that carry a mark: first politely, two seconds later for good. A dump whose client died goes on
 * to its end otherwise, holding its snapshot and its locks, and Docker has no call to end an exec.
 */
final class Leftovers {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** The mark is an argument, so that this script does not carry it in its own environment. */
    private static final String SCRIPT = """
            exec 2>/dev/null
            marked() {
              for d in /proc/[0-9]*; do
                case "$(tr '\\0' '\\n' <"$d/environ")" in *"$1"*) echo "${d#/proc/}";; esac
              done
            }
            pids=$(marked "$1"); [ -z "$pids" ] && exit 0
            kill -TERM $pids
            for i in 1 2 3 4 5 6 7 8 9 10; do
              sleep 0.2; pids=$(marked "$1"); [ -z "$pids" ] && exit 0
            done
            kill -KILL $pids; sleep 0.2
            pids=$(marked "$1"); [ -z "$pids" ] && exit 0
            echo $pids; exit 1
            """;

    private Leftovers() {}

    /** @throws CaptureException some are still there */
    static void end(Target target, DumpMark mark) throws CaptureException, InterruptedException {
        ExecResult result = target.run(
                new ExecCommand(
                        List.of("sh", "-c", SCRIPT, "sh", DumpMark.VARIABLE + "=" + mark.value()), Map.of(), ""),
                LIMIT);
        if (!result.ok()) {
            throw new CaptureException(
                    "Processes " + result.stdout().strip() + " that " + mark.name() + " started in " + target.subject()
                            + " could not be ended (exit code " + result.exitCode()
                            + "). They hold locks in the database: restart the container when they stay",
                    true);
        }
    }
}
