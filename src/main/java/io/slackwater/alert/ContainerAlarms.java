package io.slackwater.alert;

import io.slackwater.discovery.Sentence;
import io.slackwater.journal.OwedCommand;
import io.slackwater.journal.RunPause;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a backup did to the container of a service: it is still paused, was paused too long, or its command failed. */
public final class ContainerAlarms {

    private static final int SHORT_ID = 12;

    private ContainerAlarms() {}

    /**
     * For {@link AlarmSource#FREEZE}: Slackwater cannot unpause a container that it paused.
     *
     * @param containers container ids
     * @param since how long Slackwater has tried
     * @param reason Docker's last error; empty when Docker does not answer
     */
    public static Alarm frozen(String dataset, List<String> containers, Duration since, String reason) {
        List<String> ids = containers.stream()
                .map(id -> id.substring(0, Math.min(SHORT_ID, id.length())))
                .toList();
        String all = String.join(", ", ids);
        String one = containers.isEmpty() ? "ID" : containers.getFirst();
        return AlarmSource.FREEZE
                .critical(
                        dataset,
                        "Container %s is still paused after the backup of %s".formatted(all, dataset),
                        Sentence.of("Docker has not unpaused it for %d s%s; Slackwater tries again until it succeeds"
                                .formatted(
                                        since.toSeconds(), reason.isEmpty() ? " and gives no answer" : ": " + reason)),
                        ("On the host: docker unpause %s. If that command hangs too, restart the Docker daemon, or resume the processes without"
                                        + " Docker (cgroup v2: for f in $(find /sys/fs/cgroup -path '*%s*' -name cgroup.freeze); do echo 0 > $f;"
                                        + " done; cgroup v1: echo THAWED > /sys/fs/cgroup/freezer/docker/%s/freezer.state).")
                                .formatted(String.join(" ", ids), one, one))
                .because(ids);
    }

    /**
     * For {@link AlarmSource#STALE}: the last pause took more than twice as long as expected. Below twice the target, a
     * busy host explains that, and the users hardly notice it.
     */
    public static Optional<Alarm> slowFreeze(String dataset, RunPause pause, Duration target) {
        return pause.frozen()
                .filter(time -> time.compareTo(target.multipliedBy(2)) > 0
                        && !pause.estimate().isZero()
                        && time.compareTo(pause.estimate().multipliedBy(2)) > 0)
                .map(time -> AlarmSource.STALE.warning(
                        dataset + ":freeze",
                        "The container of dataset %s was paused longer than expected".formatted(dataset),
                        "The last backup paused it for %.1f s; %.1f s were expected."
                                .formatted(
                                        time.toMillis() / 1000.0,
                                        pause.estimate().toMillis() / 1000.0),
                        "Check whether the host or the repository was busy at that time, and whether the schedule leaves it"
                                + " alone. Exclude files with slackwater.files.exclude if the pause stays long."));
    }

    /** For {@link AlarmSource#COMMAND}: the command after a capture failed, so the service may be in a special mode. */
    public static Alarm command(OwedCommand command) {
        return AlarmSource.COMMAND
                .critical(
                        command.workload(),
                        "The command after the backup of %s failed".formatted(command.workload()),
                        Sentence.of(command.failure().orElse("it did not run yet")),
                        ("Correct its label slackwater.exec.post. If the service is in a maintenance mode, end the mode:"
                                        + " docker exec %s with the command of the label. Slackwater runs the command again after the next backup of"
                                        + " the service, and the alarm ends when the command succeeds.")
                                .formatted(command.container()))
                .of(command.workload());
    }
}
