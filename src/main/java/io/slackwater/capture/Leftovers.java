package io.slackwater.capture;

import io.slackwater.docker.Container;
import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import io.slackwater.journal.EndCause;
import java.time.Duration;

/**
 * Ends the processes in a container that carry a run's mark: by SIGTERM, and after two seconds by SIGKILL. Otherwise a
 * dump without a client would continue and hold its transaction and locks, because Docker cannot end an exec.
 *
 * <p>Some servers, such as database servers, treat a child killed by a signal as a crash. Such a server may be process 1,
 * which adopts orphaned processes. Children are therefore ended before their parents, and adopted processes get no
 * signal; they end with their session.
 */
public final class Leftovers {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /**
     * Gets the mark as argument, so that the script does not carry the mark in its own environment. A later process
     * with the same mark belongs to the run's next attempt and continues. Children of the found processes are ended
     * too.
     */
    private static final String SCRIPT = """
            exec 2>/dev/null
            marked() {
              for d in /proc/[0-9]*; do
                case "$(tr '\\0' '\\n' <"$d/environ")" in *"$1"*) echo "${d#/proc/}";; esac
              done
            }
            parent_of() {
              while read -r key value; do
                case $key in PPid:) echo "$value"; return;; esac
              done <"$1/status"
            }
            parents() {
              for d in /proc/[0-9]*; do parent_of "$d"; done
            }
            children_first() {
              all=" $(echo $(parents)) "
              for pid in $pids; do
                case $all in *" $pid "*) continue;; esac
                [ "$(parent_of "/proc/$pid")" = 1 ] || kill -"$1" "$pid"
              done
            }
            known=" $(echo $(marked "$1")) "
            [ "$known" = "  " ] && exit 0
            left() {
              pids=
              for pid in $(marked "$1"); do
                case $known in *" $pid "*) ;; *)
                  case $known in *" $(parent_of "/proc/$pid") "*) known="$known$pid ";; *) continue;; esac;;
                esac
                pids="$pids $pid"
              done
              [ "$pids" ]
            }
            round=0
            while [ $round -lt 20 ]; do
              left "$1" || exit 0
              signal=TERM; [ $round -lt 10 ] || signal=KILL
              children_first $signal
              sleep 0.2; round=$((round + 1))
            done
            left "$1" || exit 0
            echo $pids; exit 1
            """;

    private Leftovers() {}

    /**
     * Ends the processes that carry this mark.
     *
     * @throws CaptureException some processes still run
     */
    public static void end(Docker docker, Container container, DumpMark mark)
            throws CaptureException, InterruptedException {
        ExecCommand command = ExecCommand.of("sh", "-c", SCRIPT, "sh", DumpMark.VARIABLE + "=" + mark.value());
        try {
            ExecResult result = docker.exec(container.id(), command, LIMIT);
            if (!result.ok()) {
                throw new CaptureException(
                        "Processes " + result.stdout().strip() + " of " + mark.name() + " in container "
                                + container.name() + " could not be ended (exit code " + result.exitCode()
                                + "). They may hold locks: if they do not end by themselves, restart the container",
                        EndCause.SOURCE);
            }
        } catch (DockerException e) {
            throw new CaptureException(
                    "Cannot end the processes of " + mark.name() + " in container " + container.name() + ": "
                            + e.getMessage(),
                    e);
        }
    }
}
