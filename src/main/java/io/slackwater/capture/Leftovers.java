package io.slackwater.capture;

import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Ends the processes of a container that carry a mark: by SIGTERM, and two seconds later by SIGKILL. Otherwise a dump whose
 * client died continues to its end and holds its transaction and its locks. Docker cannot end an exec.
 *
 * <p>Some servers treat a child that ends by a signal as a crash. Such a server may be process 1, which adopts orphaned
 * processes. Children are therefore ended before their parents, and an adopted process gets no signal. An adopted process ends
 * when its session has ended.
 */
public final class Leftovers {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /**
     * The mark is an argument, so that this script does not carry it in its own environment. A later process with the same mark
     * that is no child of these processes belongs to the run's next attempt and continues.
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

    /** @throws CaptureException some processes still run */
    public static void end(Target target, DumpMark mark) throws CaptureException, InterruptedException {
        end(target, mark, List.of());
    }

    /**
     * @param servers parts of the names of servers that treat a signalled child as a crash
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
                    "Processes " + result.stdout().strip() + " that " + mark.name() + " started in " + target.subject()
                            + " could not be ended (exit code " + result.exitCode()
                            + "). They hold locks in the database: restart the container when they stay",
                    true);
        }
    }
}
