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
                        AlarmText.of("title.freeze.paused", all, dataset),
                        Sentence.of("Docker has not unpaused it for %d s%s; Slackwater tries again until it succeeds"
                                .formatted(
                                        since.toSeconds(), reason.isEmpty() ? " and gives no answer" : ": " + reason)),
                        AlarmText.of("remedy.freeze.paused", String.join(" ", ids), one))
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
                        AlarmText.of("title.stale.pause", dataset),
                        "The last backup paused it for %.1f s; %.1f s were expected."
                                .formatted(
                                        time.toMillis() / 1000.0,
                                        pause.estimate().toMillis() / 1000.0),
                        AlarmText.of("remedy.stale.pause")));
    }

    /** For {@link AlarmSource#COMMAND}: the command after a capture failed, so the service may be in a special mode. */
    public static Alarm command(OwedCommand command) {
        return AlarmSource.COMMAND
                .critical(
                        command.workload(),
                        AlarmText.of("title.command", command.workload()),
                        Sentence.of(command.failure().orElse("it did not run yet")),
                        AlarmText.of("remedy.command", command.container()))
                .of(command.workload());
    }
}
