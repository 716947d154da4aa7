package io.slackwater.alert;

import java.util.List;
import java.util.Optional;

/** For {@link AlarmSource#JOURNAL} and {@link AlarmSource#DOCKER}: no backup starts. */
public final class HostAlarms {

    private HostAlarms() {}

    /** For {@link AlarmSource#JOURNAL}: the journal cannot be written, so no backup starts. */
    public static List<Alarm> journal(Optional<String> trouble) {
        return trouble
                .map(message -> AlarmSource.JOURNAL.critical(
                        "unwritable", AlarmText.of("title.journal"), message, AlarmText.of("remedy.journal")))
                .stream()
                .toList();
    }

    /** For {@link AlarmSource#DOCKER}: Docker does not answer, so no backup starts. */
    public static List<Alarm> docker(Optional<String> trouble) {
        return trouble
                .map(message -> AlarmSource.DOCKER
                        .critical("unreachable", AlarmText.of("title.docker"), message, AlarmText.of("remedy.docker"))
                        .after(Patience.SETTLING))
                .stream()
                .toList();
    }
}
