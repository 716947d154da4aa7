package io.slackwater.capture;

import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import io.slackwater.journal.EndCause;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Ends the processes in a container that carry a run's mark: by SIGTERM, and after two seconds by SIGKILL. Otherwise a
 * dump without a client would continue and hold its transaction and locks, because Docker cannot end an exec.
 *
 * <p>Some servers treat a child killed by a signal as a crash. Such a server may be process 1, which adopts orphaned
 * processes. Children are therefore ended before their parents, and adopted processes get no signal; they end with
 * their session.
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
            first="$(cat /proc/1/comm)"
            careful=; for name in $2; do case "$first" in *"$name"*) careful=yes;; esac; done
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
              if [ "$careful" ]; then children_first $signal; else kill -$signal $pids; fi
              sleep 0.2; round=$((round + 1))
            done
            left "$1" || exit 0
            echo $pids; exit 1
            """;

    private Leftovers() {}

    /**
     * Ends the processes that carry this mark. Sends no signal to children of these servers.
     *
     * @param servers parts of the names of servers that treat a killed child as a crash
     * @throws CaptureException some processes still run
     */
    public static void end(Target target, DumpMark mark, List<String> servers)
            throws CaptureException, InterruptedException {
        ExecResult result = target.run(
                new ExecCommand(
                        List.of(
                                "sh",
                                "-c",
                                SCRIPT,
                                "sh",
                                DumpMark.VARIABLE + "=" + mark.value(),
                                String.join(" ", servers)),
                        Map.of(),
                        ""),
                LIMIT);
        if (!result.ok()) {
            throw new CaptureException(
                    "Processes " + result.stdout().strip() + " of " + mark.name() + " in " + target.subject()
                            + " could not be ended (exit code " + result.exitCode()
                            + "). They hold locks in the database: if they do not end by themselves, restart the container",
                    EndCause.SOURCE);
        }
    }
}
